namespace SotopiaPi.Torch;

/// <summary>
/// Shortens an example to the cutoff as the reference does (sotopia-lab/sotopia-pi@245fa7b: LLaMA-Factory's supervised preprocessing): prompt
/// and reply keep the shares that they have, and each is cut at its end. With prompts that end in instructions this cuts the instructions;
/// a prompt that can grow past the cutoff is better shortened where it is built.
/// </summary>
internal static class ProportionalCut
{
    /// <summary>Gives the lengths that prompt and reply keep.</summary>
    /// <param name="prompt">Tokens of the prompt.</param>
    /// <param name="reply">Tokens of the reply.</param>
    /// <param name="cutoff">The most tokens together.</param>
    public static (int Prompt, int Reply) Lengths(int prompt, int reply, int cutoff)
    {
        long all = (long)prompt + reply;
        return all <= cutoff ? (prompt, reply) : ((int)((long)cutoff * prompt / all), (int)((long)cutoff * reply / all));
    }
}
