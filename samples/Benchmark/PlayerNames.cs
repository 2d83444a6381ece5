namespace SotopiaPi.Samples.Benchmarking;

/// <summary>Words that stand for players and judges without a model.</summary>
internal static class PlayerNames
{
    /// <summary>The scripted partner.</summary>
    public const string Scripted = "scripted";

    /// <summary>The rule judge.</summary>
    public const string Rules = "rules";

    /// <summary>The judge of the offline world that reads the result.</summary>
    public const string Outcome = "outcome";

    /// <summary>The judge of the offline world that also believes claims.</summary>
    public const string Talk = "talk";

    /// <summary>Whether a judge's name is one of the words.</summary>
    public static bool IsRule(string judge) => judge is Rules or Outcome or Talk;

    /// <summary>Takes <c>[NAME=]PATH</c> apart; without a name the file's or folder's own.</summary>
    public static (string Name, string Path) Split(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string path = equals > 0 ? text[(equals + 1)..] : text;
        if (!File.Exists(path) && !Directory.Exists(path))
        {
            throw new ArgumentException($"There is no model '{path}': give a GGUF file or a folder in Hugging Face layout, as PATH or NAME=PATH.");
        }

        string own = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
        return (equals > 0 ? text[..equals] : Path.GetFileNameWithoutExtension(own) is { } plain && own.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase) ? plain : own, path);
    }
}
