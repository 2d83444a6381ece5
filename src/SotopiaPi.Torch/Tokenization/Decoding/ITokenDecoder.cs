namespace SotopiaPi.Torch;

/// <summary>Turns tokens back into text.</summary>
internal interface ITokenDecoder
{
    /// <summary>Decodes tokens.</summary>
    /// <param name="tokens">The vocabulary strings.</param>
    /// <param name="continues">Whether other tokens came before, so that rules for the start of a text do not apply.</param>
    string Decode(IReadOnlyList<string> tokens, bool continues);

    /// <summary>The bytes that a token adds to a text that has already begun.</summary>
    byte[] Bytes(string token);
}
