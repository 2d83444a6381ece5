using System.Text.Json;
using SotopiaPi.Testing;

namespace SotopiaPi.Torch.Tests;

/// <summary>Finds the folders of the tokenizer fixtures and compares whole golden files, collecting every mismatch.</summary>
internal static class TokenizerFixture
{
    public const string Root = "text/tokenizers";

    /// <summary>The folders, nested ones included, that hold a file of this name; one empty name when there are none.</summary>
    public static IEnumerable<string> FoldersWith(string file)
    {
        List<string> found = [];
        foreach (string name in SharedFolder.Cases(Root, folders: true).Where(name => name.Length > 0))
        {
            found.Add(name);
            found.AddRange(SharedFolder.Cases($"{Root}/{name}", folders: true).Where(inner => inner.Length > 0).Select(inner => $"{name}/{inner}"));
        }

        string[] with = [.. found.Where(folder => SharedFolder.Cases($"{Root}/{folder}", file).Contains(file))];
        return with.Length == 0 ? [""] : with;
    }

    public static string Folder(string name) => SharedFolder.RequireCase(Root, name);

    public static JsonElement Read(string folder, string file) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder(folder), file))).RootElement;

    public static int[] Ids(this JsonElement element) => [.. element.EnumerateArray().Select(id => id.GetInt32())];

    public static int[] Ids(this JsonElement element, string name) => element.GetProperty(name).Ids();

    public static string? Text(this JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    /// <summary>Fails with all mismatches of a file, the first twenty in full.</summary>
    public static void AssertNone(IReadOnlyList<string> mismatches) =>
        Assert.That(mismatches, Is.Empty, $"{mismatches.Count} mismatches:{Environment.NewLine}{string.Join(Environment.NewLine, mismatches.Take(20))}");
}
