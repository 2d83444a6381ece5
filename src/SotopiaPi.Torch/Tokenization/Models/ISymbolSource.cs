namespace SotopiaPi.Torch;

/// <summary>Cuts a word into the symbols that byte-pair encoding starts from.</summary>
internal interface ISymbolSource
{
    /// <summary>Whether no token crosses from other text into a space mark, so that words may be encoded apart.</summary>
    bool SplitsAtMarks { get; }

    /// <summary>The most symbols that a word of this many UTF-16 units can have.</summary>
    int MaximumSymbols(int length);

    /// <summary>Writes the symbols of a word and returns their number.</summary>
    int Fill(ReadOnlySpan<char> word, Span<Symbol> symbols);

    /// <summary>The id of the word as a single token, or −1.</summary>
    int FindWhole(ReadOnlySpan<char> word, Vocabulary vocabulary);

    /// <summary>For each unit of symbol length in the word, the range of the code point it belongs to, in UTF-16 units.</summary>
    (int Start, int End)[] Units(ReadOnlySpan<char> word);
}
