using SotopiaPi.Testing;

namespace SotopiaPi.Benchmarks;

/// <summary>Random replies for every parser of replies: actions, ratings, attributions, situations.</summary>
internal sealed class ReplyFuzz : IFuzzGroup
{
    public string Name => "replies";

    public IEnumerable<string> Run(int count)
    {
        using ReplyParsers parsers = new();
        for (int seed = 0; seed < count; seed++)
        {
            foreach (string problem in parsers.Problems(RandomReplies.Of(seed)))
            {
                yield return problem;
            }
        }
    }
}
