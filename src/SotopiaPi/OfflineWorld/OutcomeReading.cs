namespace SotopiaPi;

/// <summary>What a dialogue of the offline world came to, worked out from its text.</summary>
internal sealed class OutcomeReading
{
    private const int SecretWordLength = 5;
    private readonly DialogueText _text;
    private readonly OfflineTerms[] _terms;
    private readonly OfflineMove[] _moves;
    private readonly int _agreement;

    private OutcomeReading(DialogueText text, OfflineTerms[] terms)
    {
        (_text, _terms) = (text, terms);
        _moves = [.. text.Lines.Select(line => line.Utterance is { } said ? terms[line.Seat].ReadMove(said) : OfflineMove.Leave)];
        _agreement = new OfflineDialogue([.. text.Lines.Zip(_moves, (line, move) => (line.Seat == 0, move))]).Agreement;
    }

    /// <summary>Gets a value indicating whether an offer was accepted directly after it was made.</summary>
    public bool IsAgreement => _agreement >= 0;

    /// <summary>Reads a transcript.</summary>
    /// <returns>The reading; <see langword="null"/> when the goals are not those of a family of the offline world.</returns>
    public static OutcomeReading? Read(string transcript)
    {
        DialogueText? text = DialogueText.Read(transcript);
        OfflineTerms?[] terms = text is null ? [null] : [.. text.Goals.Select(OfflineTerms.Read)];
        return terms.Contains(null) || terms[0]!.GetType() != terms[1]!.GetType() ? null : new OutcomeReading(text!, terms!);
    }

    /// <summary>Scores the agreement on 0 to 10; 0 without one.</summary>
    public double Goal(int seat) => IsAgreement ? _terms[seat].Goal(Deal, Own(seat), _terms[1 - seat]) : 0;

    /// <summary>Scores what was gained or lost on −5 to 5: half of the goal's scale, and below 0 where a bargain was a loss.</summary>
    public double Benefit(int seat) => !IsAgreement ? 0
        : _terms[seat].Worth(Deal, Own(seat)) >= 0 ? Goal(seat) / 2 : -Goal(1 - seat) / 2;

    /// <summary>Scores what the talk did to the relationship on −5 to 5: an agreement as good as it is for the one who got less; who walks away without one loses 3, the other 1.</summary>
    public double Relationship(int seat)
    {
        if (IsAgreement)
        {
            return Math.Min(5, Math.Min(Goal(0), Goal(1)));
        }

        int leaver = Array.FindIndex(_moves, move => move.Kind == OfflineMoveKind.Leave);
        return leaver < 0 ? 0 : _text.Lines[leaver].Seat == seat ? -3 : -1;
    }

    /// <summary>Scores what was learnt on 0 to 10: 2 for each different offer heard, since an offer tells what the other wants.</summary>
    public double Knowledge(int seat) => Math.Min(10, 2 * _moves.Where((move, i) => _text.Lines[i].Seat != seat && move.IsOffer).Select(move => move with { Claims = false }).Distinct().Count());

    /// <summary>Scores how far the secret was kept on −10 to 0: −10 times the share of its longer words that the seat said.</summary>
    public double Secret(int seat)
    {
        string[] secret = [.. LongWords(_text.Secrets[seat]).Except(LongWords(_text.Names[seat])).Distinct()];
        HashSet<string> said = [.. _text.Lines.Where(line => line.Seat == seat).SelectMany(line => LongWords(line.Utterance ?? ""))];
        int told = secret.Count(said.Contains);
        return told == 0 ? 0 : -10.0 * told / secret.Length;
    }

    /// <summary>Tells in which share of its utterances a seat claimed that both win; 0 when it said nothing.</summary>
    public double ClaimShare(int seat)
    {
        OfflineMove[] own = [.. _moves.Where((_, i) => _text.Lines[i].Seat == seat && _text.Lines[i].Utterance is not null)];
        return own.Length == 0 ? 0 : (double)own.Count(move => move.Claims) / own.Length;
    }

    private OfflineMove Deal => _moves[_agreement - 1];

    private bool Own(int seat) => _text.Lines[_agreement - 1].Seat == seat;

    private static IEnumerable<string> LongWords(string text) =>
        text.ToLowerInvariant().Split([' ', '.', ',', '!', '?', ';', '"', '\''], StringSplitOptions.RemoveEmptyEntries).Where(word => word.Length >= SecretWordLength);
}
