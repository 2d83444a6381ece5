using Microsoft.Extensions.AI;

namespace SotopiaPi.Tests.Training.Export;

/// <summary>A folder that is deleted after the test, and examples to write there.</summary>
internal sealed class ExportFiles : IDisposable
{
    public static readonly SupervisedExample Chat = new("k1",
    [
        new ChatMessage(ChatRole.System, "Ann: a lamp."), new ChatMessage(ChatRole.Assistant, "{\"a\": 1}"), new ChatMessage(ChatRole.User, "Hé"), new ChatMessage(ChatRole.User, "lo"),
    ], "{\"b\": \"🙂\"}");

    public static readonly SupervisedExample Single = new("k2", [new ChatMessage(ChatRole.User, "Imagine\nyou are Ann.")], "{\"b\": 2}");

    public ExportFiles()
    {
        Folder = Directory.CreateTempSubdirectory("sotopiapi").FullName;
    }

    public string Folder { get; }

    public string Read(string name) => File.ReadAllText(Path.Combine(Folder, name));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
