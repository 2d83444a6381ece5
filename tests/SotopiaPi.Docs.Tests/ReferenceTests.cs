using System.Text.Json;
using System.Text.RegularExpressions;
using SotopiaPi.Torch;

namespace SotopiaPi.Docs.Tests;

/// <summary>The reference pages name what the libraries have, and nothing else.</summary>
public sealed partial class ReferenceTests
{
    private static readonly Lazy<string> s_sources = new(() => string.Join('\n', Directory.EnumerateFiles(Path.Combine(SharedFolder.RepositoryRoot, "src"), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Select(File.ReadAllText)));

    private static string Page(string name) => File.ReadAllText(Path.Combine(SharedFolder.RepositoryRoot, "docs", name));

    [Test]
    public void Every_public_exception_is_in_the_error_reference()
    {
        IEnumerable<string> types = new[] { typeof(Episode), typeof(Decoder) }.SelectMany(type => type.Assembly.ExportedTypes).Where(type => type.IsSubclassOf(typeof(Exception))).Select(type => type.Name);
        Assert.That(types.Where(name => !Page("errors.md").Contains($"`{name}`", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Every_message_of_the_error_reference_is_one_of_the_sources()
    {
        string[] messages = [.. Page("errors.md").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => FirstCode().Match(line).Groups[1].Value).Where(text => text.Contains(' ', StringComparison.Ordinal))];
        Assert.That(messages, Has.Length.GreaterThan(30));
        Assert.That(messages.SelectMany(message => message.Split('…')).Select(part => part.Trim()).Where(part => part.Length > 8 && !s_sources.Value.Contains(part, StringComparison.Ordinal)), Is.Empty);
    }

    [TestCase("default")]
    [TestCase("compact")]
    public void Every_key_of_a_prompt_pack_is_on_the_page_of_prompts(string pack)
    {
        using Stream stream = typeof(PromptPack).Assembly.GetManifestResourceStream($"SotopiaPi.Prompts.{pack}.json")!;
        using JsonDocument json = JsonDocument.Parse(stream);
        IEnumerable<string> keys = json.RootElement.EnumerateObject().Select(key => key.Name);
        IEnumerable<string> templates = json.RootElement.TryGetProperty("templates", out JsonElement texts) ? texts.EnumerateObject().Select(text => text.Name) : [];
        Assert.That(keys.Concat(templates).Where(name => !Page("prompts.md").Contains($"`{name}`", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void Every_kind_of_failure_is_in_the_error_reference()
    {
        IEnumerable<string> kinds = new[] { typeof(AgentFailure), typeof(RatingProblem) }.SelectMany(type => type.GetFields()).Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);
        Assert.That(kinds.Where(kind => !Page("errors.md").Contains($"`{kind}`", StringComparison.Ordinal)), Is.Empty);
    }

    [GeneratedRegex("^\\| `([^`]+)`")]
    private static partial Regex FirstCode();
}
