using System.Globalization;
using System.Text.RegularExpressions;

namespace SotopiaPi;

/// <summary>The private side of a split: the kinds of things, and what a piece of each is worth.</summary>
internal sealed partial record SplitTerms(string[] Things, int[] Values) : OfflineTerms
{
    private const int Kinds = 3, Pieces = 2, LeastAtTheEnd = 3;

    private static readonly OfflineMove[] s_bundles =
        [.. from first in Enumerable.Range(0, Pieces + 1)
            from second in Enumerable.Range(0, Pieces + 1)
            from third in Enumerable.Range(0, Pieces + 1)
            select new OfflineMove(OfflineMoveKind.Split, first, second, third)];

    public static new SplitTerms? Read(string goal)
    {
        MatchCollection matches = ValueWords().Matches(goal);
        return matches.Count != Kinds ? null : new SplitTerms(
            [.. matches.Select(match => match.Groups["thing"].Value)],
            [.. matches.Select(match => int.Parse(match.Groups["value"].ValueSpan, CultureInfo.InvariantCulture))]);
    }

    public override int Worth(OfflineMove offer, bool own) => offer.Kind != OfflineMoveKind.Split ? 0
        : own ? (offer.First * Values[0]) + (offer.Second * Values[1]) + (offer.Third * Values[2])
        : ((Pieces - offer.First) * Values[0]) + ((Pieces - offer.Second) * Values[1]) + ((Pieces - offer.Third) * Values[2]);

    public override double Goal(OfflineMove offer, bool own, OfflineTerms other) => Math.Clamp(Worth(offer, own) / 2.0, 0, 10);

    public override OfflineMove Choose(OfflineDialogue dialogue, double skill, ref SeededDraws draws)
    {
        bool low = OfflineExpert.IsLow(skill);
        double from = 10 + (10 * skill), to = 7 + (3 * skill);
        double aim = from - ((from - to) * OfflineExpert.Pace(dialogue, skill));
        double enough = low ? draws.Uniform(1, 6) : dialogue.IsLast ? Math.Min(aim, LeastAtTheEnd) : aim;
        return dialogue.Offer is { } offer && Worth(offer, own: false) >= enough ? OfflineMove.Accept
            : low ? Modest(ref draws) : Best(aim, dialogue);
    }

    private protected override OfflineMove ReadOffer(string utterance)
    {
        Span<int> pieces = [-1, -1, -1];
        foreach (Match match in PieceWords().Matches(utterance))
        {
            int kind = Array.FindIndex(Things, thing => match.Groups["thing"].ValueSpan.Equals(thing, StringComparison.OrdinalIgnoreCase));
            if (kind >= 0)
            {
                pieces[kind] = match.Groups["pieces"].ValueSpan[0] - '0';
            }
        }

        return pieces.ContainsAnyExceptInRange(0, Pieces) || !TakeWord().IsMatch(utterance)
            ? default
            : new OfflineMove(OfflineMoveKind.Split, pieces[0], pieces[1], pieces[2]);
    }

    private protected override string WriteOffer(OfflineMove offer) =>
        string.Create(CultureInfo.InvariantCulture, $"I take {offer.First} {Things[0]}, {offer.Second} {Things[1]}, {offer.Third} {Things[2]}.");

    // Of the bundles that reach the aim, the one that leaves the other most, by what he asked for so far.
    private OfflineMove Best(double aim, OfflineDialogue dialogue)
    {
        var wanted = new OfflineMove(OfflineMoveKind.Split, 1, 1, 1);
        foreach ((bool own, OfflineMove move) in dialogue.Moves)
        {
            if (!own && move.Kind == OfflineMoveKind.Split)
            {
                wanted = new OfflineMove(OfflineMoveKind.Split, wanted.First + move.First, wanted.Second + move.Second, wanted.Third + move.Third);
            }
        }

        SplitTerms other = this with { Values = [wanted.First, wanted.Second, wanted.Third] };
        double all = Pieces * other.Values.Sum();
        return s_bundles.Where(bundle => Worth(bundle, own: true) >= aim)
            .MaxBy(bundle => (10 * other.Worth(bundle, own: false) / all) + (0.15 * Worth(bundle, own: true)));
    }

    private OfflineMove Modest(ref SeededDraws draws)
    {
        OfflineMove[] modest = [.. s_bundles.Where(bundle => Worth(bundle, own: true) is >= 3 and <= 10)];
        return modest[draws.Below(modest.Length)];
    }

    [GeneratedRegex(@"\b(?<value>\d{1,4}) for (?<thing>\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex ValueWords();

    [GeneratedRegex(@"\b(?<pieces>\d) (?<thing>\w+)", RegexOptions.CultureInvariant)]
    private static partial Regex PieceWords();

    [GeneratedRegex(@"\btake\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TakeWord();
}
