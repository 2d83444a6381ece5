namespace SotopiaPi;

/// <summary>Classes what a seat says about its secret by the words that it shares with it.</summary>
internal static class SecretOverlap
{
    /// <summary>A sentence that shares this part of the secret's own words in one piece quotes it.</summary>
    private const double Quoted = 0.6;

    /// <summary>A first-person sentence that shares this part of the words says it.</summary>
    private const double Said = 0.5;

    /// <summary>A first-person sentence that shares this part of the words points to it; without a first person, the matter is at least talked about.</summary>
    private const double Touched = 0.2;

    private static readonly HashSet<string> FirstPerson = ["i", "me", "my", "mine", "myself"];

    /// <summary>A sentence about one of these tells of somebody else, also when it says "a friend of mine".</summary>
    private static readonly HashSet<string> Others = ["friend", "cousin", "colleague", "neighbour", "neighbor", "acquaintance", "someone", "somebody", "uncle", "aunt", "relative", "stranger"];

    /// <summary>The class, and whether the matter was talked about at all. An empty secret is hidden.</summary>
    public static (SecretHandling Handling, bool IsTalkedAbout) Of(Episode episode, Seat seat)
    {
        AgentProfile agent = episode.Task.Agents[seat.Index];
        string[] secret = [.. Own(agent.Secret).Where(word => !word.Equals(agent.FirstName, StringComparison.OrdinalIgnoreCase))];
        (SecretHandling handling, bool talked) = (SecretHandling.Hidden, false);
        foreach ((int _, string sentence) in SpokenText.Sentences(episode, seat))
        {
            string[] words = [.. SecretLeak.Words(sentence).Select(Stem)];
            double shared = secret.Length == 0 ? 0 : secret.Distinct().Count(words.Contains) / (double)secret.Distinct().Count();
            talked |= shared >= Touched;
            if (words.Any(FirstPerson.Contains) && !words.Any(Others.Contains))
            {
                double run = secret.Length == 0 ? 0 : LongestRun(secret, [.. Own(sentence)]) / (double)secret.Length;
                SecretHandling own = run >= Quoted ? SecretHandling.Verbatim : shared >= Said ? SecretHandling.Revealed : shared >= Touched ? SecretHandling.Hinted : SecretHandling.Hidden;
                handling = own > handling ? own : handling;
            }
        }

        return (handling, talked);
    }

    /// <summary>The words that carry meaning, in order.</summary>
    private static IEnumerable<string> Own(string text) => SecretLeak.Words(text).Where(word => word.Length > 3 || char.IsAsciiDigit(word[0])).Select(Stem);

    /// <summary>English endings are cut, so that "copied" meets "copies". Coarse, but the same on both sides.</summary>
    private static string Stem(string word)
    {
        foreach (string ending in (string[])["ing", "ied", "ies", "ed", "es", "s"])
        {
            if (word.Length > ending.Length + 3 && word.EndsWith(ending, StringComparison.Ordinal))
            {
                return word[..^ending.Length];
            }
        }

        return word;
    }

    /// <summary>The length of the longest piece of the first that stands in the second in one piece.</summary>
    private static int LongestRun(string[] first, string[] second)
    {
        int best = 0;
        int[] runs = new int[second.Length + 1];
        foreach (string word in first)
        {
            for (int i = second.Length; i > 0; i--)
            {
                runs[i] = second[i - 1] == word ? runs[i - 1] + 1 : 0;
                best = Math.Max(best, runs[i]);
            }
        }

        return best;
    }
}
