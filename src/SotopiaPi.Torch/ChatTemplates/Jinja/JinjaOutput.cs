using System.Text;

namespace SotopiaPi.Torch;

/// <summary>Takes rendered text. Blocks that are captured write to an inner output.</summary>
internal sealed class JinjaOutput(JinjaRun run)
{
    private readonly StringBuilder _text = new();

    public int Length => _text.Length;

    public void Write(string text)
    {
        run.Charge(text.Length);
        if (_text.Length + text.Length > JinjaLimits.TextLength)
        {
            throw JinjaError.Limit($"the output is longer than {JinjaLimits.TextLength} characters");
        }

        _text.Append(text);
    }

    public override string ToString() => _text.ToString();
}
