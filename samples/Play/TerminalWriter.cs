using System.Text;

namespace SotopiaPi.Samples.Play;

/// <summary>Shows texts of models and files in a terminal without letting them steer it: control characters become a dot.</summary>
internal sealed class TerminalWriter(TextWriter terminal) : TextWriter
{
    public override Encoding Encoding => terminal.Encoding;

    public override void Write(char value) => terminal.Write(char.IsControl(value) && value is not ('\n' or '\r' or '\t') ? '·' : value);

    public override void Flush() => terminal.Flush();
}
