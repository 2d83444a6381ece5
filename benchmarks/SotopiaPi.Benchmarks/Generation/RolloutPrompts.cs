using Microsoft.Extensions.AI;
using SotopiaPi.Torch;

namespace SotopiaPi.Benchmarks;

/// <summary>
/// What agents are asked in published scenes of SOTOPIA, turn after turn. What was said before is made of sentences of the scenes themselves, of the length
/// that utterances have in the published training records (about 240 characters).
/// </summary>
internal static class RolloutPrompts
{
    private const int UtteranceLength = 240;

    /// <summary>The prompts of one agent each, in the order of its turns.</summary>
    /// <param name="pack">The texts of the prompts.</param>
    /// <param name="agents">How many agents, each of another scene.</param>
    /// <param name="turns">How many turns of each.</param>
    public static IReadOnlyList<IReadOnlyList<IReadOnlyList<ChatMessage>>> Build(PromptPack pack, int agents, int turns)
    {
        IReadOnlyList<SocialTask> tasks = FolderTaskSource.Open(SharedFiles.Path("data/sotopia")).Tasks;
        int step = tasks.Count / agents;
        return [.. Enumerable.Range(0, agents).Select(agent => Play(new PromptBuilder(pack), tasks[agent * step], turns, new Random(agent)))];
    }

    /// <summary>Prompts of exactly so many tokens: the latest turns of different agents, cut.</summary>
    public static IReadOnlyList<IReadOnlyList<ChatMessage>> OfLength(ChatTokenizer tokenizer, int count, int tokens)
    {
        IEnumerable<string> texts = Build(ReferencePack.Load(), count, 3).Select(agent => agent[^1][0].Text);
        return [.. texts.Select(text => Cut(tokenizer, text, tokens))];
    }

    // One of the lengths just below the first that is too long fits; where a token straddles them all, another beginning of the text does.
    private static IReadOnlyList<ChatMessage> Cut(ChatTokenizer tokenizer, string text, int tokens)
    {
        int LengthOf(int characters) => tokenizer.EncodePrompt([new(ChatRole.User, text[..characters])]).Length;
        var (low, high) = (0, text.Length);
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            (low, high) = LengthOf(middle) <= tokens ? (middle, high) : (low, middle - 1);
        }

        int fitting = Enumerable.Range(0, Math.Min(50, low)).Select(shorter => low - shorter).FirstOrDefault(length => LengthOf(length) == tokens);
        return fitting > 0 ? [new(ChatRole.User, text[..fitting])]
            : low > 0 && low < text.Length ? Cut(tokenizer, text[1..], tokens)
            : throw new InvalidOperationException($"the text is too short for {tokens} tokens");
    }

    private static List<IReadOnlyList<ChatMessage>> Play(PromptBuilder builder, SocialTask task, int turns, Random random)
    {
        var environment = new DialogueEnvironment();
        string[] sentences = Sentences(task);
        EpisodeState state = environment.Begin(task, new EpisodeOptions { MaxTurns = 4 * turns });
        var prompts = new List<IReadOnlyList<ChatMessage>>();
        while (prompts.Count < turns)
        {
            Seat seat = environment.ActiveSeats(state)[0];
            if (seat.Index == 0)
            {
                prompts.Add(builder.Build(environment.Observe(state, seat)));
            }

            AgentTurn turn = new(AgentAction.Speak(Utterance(sentences, random)));
            state = environment.StepAsync(state, new Dictionary<Seat, AgentTurn> { [seat] = turn }).AsTask().GetAwaiter().GetResult();
        }

        return prompts;
    }

    private static string[] Sentences(SocialTask task)
    {
        IEnumerable<string> texts = [task.Environment.Scenario, .. task.Environment.Goals, .. task.Agents.Select(agent => agent.PublicInfo), .. task.Agents.Select(agent => agent.PersonalityAndValues)];
        return [.. texts.SelectMany(text => text.Split('.', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).Where(sentence => sentence.Length > 10)];
    }

    private static string Utterance(string[] sentences, Random random)
    {
        string text = "";
        while (text.Length < UtteranceLength)
        {
            text += sentences[random.Next(sentences.Length)] + ". ";
        }

        return text[..UtteranceLength].Trim();
    }
}
