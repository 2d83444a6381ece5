namespace SotopiaPi.Torch;

/// <summary>The model of a tokenizer: it turns one word into ids.</summary>
internal interface ITokenModel
{
    /// <summary>Appends the ids of a word.</summary>
    void Encode(ReadOnlySpan<char> word, List<int> ids);

    /// <summary>Appends the ids of a word with the range of each in it, in UTF-16 units, widened to whole code points.</summary>
    void Encode(ReadOnlySpan<char> word, List<int> ids, List<(int Start, int End)> ranges);

    /// <summary>The text of a token as an encoding shows it: the vocabulary's, or for an unknown token of some models the text itself.</summary>
    string Value(int id, ReadOnlySpan<char> piece);
}
