namespace SotopiaPi.Torch;

/// <summary>A conversation as ids for training.</summary>
/// <param name="Ids">The ids.</param>
/// <param name="PromptLength">How many of them, at the start, the model is given; 0 where the learnt part is not one stretch at the end.</param>
/// <param name="Learnt">For each id whether it is learnt.</param>
public sealed record ChatExample(IReadOnlyList<int> Ids, int PromptLength, IReadOnlyList<bool> Learnt)
{
    /// <summary>Makes an example whose ids after the prompt are learnt.</summary>
    internal static ChatExample AfterPrompt(IReadOnlyList<int> ids, int promptLength) =>
        new(ids, promptLength, [.. Enumerable.Range(0, ids.Count).Select(index => index >= promptLength)]);
}
