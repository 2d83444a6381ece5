using System.Globalization;

namespace SotopiaPi.Torch;

/// <summary>The tokens of a GGUF file while they are collected: one text and one type for each row of the embedding.</summary>
internal sealed class GgufTokens
{
    public GgufTokens(int size)
    {
        Texts = [.. Enumerable.Range(0, size).Select(id => string.Create(CultureInfo.InvariantCulture, $"[PAD{id}]"))];   // llama.cpp's name for rows without a token
        Types = [.. Enumerable.Repeat((int)PieceType.Unused, size)];
    }

    public string[] Texts { get; }

    public int[] Types { get; }

    public void Set(int id, string text, PieceType type)
    {
        if (id < 0 || id >= Texts.Length)
        {
            throw new TokenizerException($"The token '{Shown.Text(text)}' has the id {id}, but the model has embeddings for {Texts.Length}: the tokenizer is another model's.");
        }

        (Texts[id], Types[id]) = (text, (int)type);
    }

    /// <summary>Sets a token that is found in a text before it is split; one that the vocabulary has as unknown or as a byte stays so.</summary>
    public void SetAdded(int id, string text, bool special)
    {
        if (id < 0 || id >= Texts.Length || Types[id] is not ((int)PieceType.Unknown or (int)PieceType.Byte))
        {
            Set(id, text, special ? PieceType.Control : PieceType.UserDefined);
        }
    }
}
