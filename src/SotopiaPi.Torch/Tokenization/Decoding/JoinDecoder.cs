using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Joins tokens with spaces: what the reference does when a tokenizer has no decoder.</summary>
internal sealed class JoinDecoder : ITokenDecoder
{
    public string Decode(IReadOnlyList<string> tokens, bool continues)
    {
        string text = string.Join(' ', tokens);
        return continues && tokens.Count > 0 ? " " + text : text;
    }

    public byte[] Bytes(string token) => Encoding.UTF8.GetBytes(" " + token);
}
