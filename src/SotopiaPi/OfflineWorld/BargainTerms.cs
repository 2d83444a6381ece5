using System.Globalization;
using System.Text.RegularExpressions;

namespace SotopiaPi;

/// <summary>The private side of a bargain: which side, and the limit in coins.</summary>
internal sealed partial record BargainTerms(bool Sells, int Limit) : OfflineTerms
{
    private const int HighestPrice = 40;

    public static new BargainTerms? Read(string goal) =>
        GoalWords().Match(goal) is { Success: true } match
            ? new BargainTerms(match.Groups["side"].ValueSpan.StartsWith("Sell", StringComparison.OrdinalIgnoreCase), int.Parse(match.Groups["limit"].ValueSpan, CultureInfo.InvariantCulture))
            : null;

    public override int Worth(OfflineMove offer, bool own) =>
        offer.Kind != OfflineMoveKind.Price ? 0 : Sells ? offer.First - Limit : Limit - offer.First;

    public override double Goal(OfflineMove offer, bool own, OfflineTerms other)
    {
        double gap = Math.Abs(Limit - ((BargainTerms)other).Limit);
        return gap == 0 ? 0 : Math.Clamp(10 * Worth(offer, own) / gap, 0, 10);
    }

    public override OfflineMove Choose(OfflineDialogue dialogue, double skill, ref SeededDraws draws)
    {
        double pace = OfflineExpert.Pace(dialogue, skill);
        int margin = (int)Math.Round(1 + ((4 + (16 * skill)) * (1 - pace))) + draws.Below(3) - 1;
        double enough = !OfflineExpert.IsLow(skill) ? (dialogue.IsLast ? 0 : margin)
            : dialogue.IsLast ? -2 : draws.Uniform(-1.5, 0.5);
        return dialogue.Offer is { } offer && Worth(offer, own: false) >= enough
            ? OfflineMove.Accept
            : new OfflineMove(OfflineMoveKind.Price, Math.Clamp(Sells ? Limit + margin : Limit - margin, 0, HighestPrice));
    }

    private protected override OfflineMove ReadOffer(string utterance) =>
        PriceWords().Match(utterance) is { Success: true } match
            ? new OfflineMove(OfflineMoveKind.Price, int.Parse(match.Groups["price"].ValueSpan, CultureInfo.InvariantCulture))
            : default;

    private protected override string WriteOffer(OfflineMove offer) =>
        string.Create(CultureInfo.InvariantCulture, $"I {(Sells ? "ask" : "offer")} {offer.First} coins.");

    [GeneratedRegex(@"\b(?<side>Sell|Buy) it for (more|less) than (?<limit>\d{1,4}) coins", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex GoalWords();

    [GeneratedRegex(@"\b(?<price>\d{1,4}) coins?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PriceWords();
}
