using System.Reflection.Metadata;
using System.Text;

namespace SotopiaPi.Docs.Tests.Packages;

/// <summary>What is in the packages. The sources are copied, packed, moved, and packed again; the builds do not touch the tree.</summary>
[NonParallelizable]
public sealed class PackageTests
{
    private static readonly string[] s_packages = ["SotopiaPi", "SotopiaPi.Torch"];
    private readonly Dictionary<(string Package, int Build), string> _files = [];
    private SourceCopy _sources = null!;

    [OneTimeSetUp]
    public void Pack()
    {
        _sources = SourceCopy.Make();
        for (int build = 1; build <= 2; build++)
        {
            string packages = _sources.Pack();
            foreach (string file in Directory.EnumerateFiles(packages))
            {
                string kept = Path.Combine(Path.GetDirectoryName(_sources.Root)!, $"{build}-{Path.GetFileName(file)}");
                File.Move(file, kept);
                _files[(Path.GetFileName(file), build)] = kept;
            }

            _sources.MoveTo($"moved{build}");
        }
    }

    [OneTimeTearDown]
    public void Clean() => _sources.Dispose();

    [TestCaseSource(nameof(s_packages))]
    public void Files_dependencies_and_target_are_the_approved_ones(string package)
    {
        using PackageContent content = Open(package, "nupkg"), symbols = Open(package, "snupkg");
        string[] found = [.. content.Files, "", .. content.Dependencies, "", .. symbols.Files.Select(file => "symbols: " + file)];
        string approved = Path.Combine(SharedFolder.RepositoryRoot, "tests", "SotopiaPi.Docs.Tests", "Packages", package + ".approved.txt");
        Assert.That(string.Join('\n', found), Is.EqualTo(File.ReadAllText(approved).Replace("$version", Version, StringComparison.Ordinal).Trim()));
    }

    [TestCaseSource(nameof(s_packages))]
    public void The_page_of_the_package_is_complete(string package)
    {
        using PackageContent content = Open(package, "nupkg");
        Assert.Multiple(() =>
        {
            Assert.That(content.Field("id"), Is.EqualTo(package));
            Assert.That(content.Field("license"), Is.EqualTo("MIT"));
            Assert.That(content.Field("readme"), Is.EqualTo("README.md"));
            Assert.That(content.Field("icon"), Is.EqualTo("icon.png"));
            Assert.That(content.Field("description").Count(letter => letter == '.'), Is.EqualTo(1), "one sentence");
            Assert.That(content.Field("tags").Split(' '), Has.Length.GreaterThan(3));
            Assert.That(File.ReadAllText(Path.Combine(_sources.Root, "docs", "CHANGELOG.md")).ReplaceLineEndings("\n"), Does.Contain(content.Field("releaseNotes").ReplaceLineEndings("\n")).And.Contain("## " + Version));
            Assert.That(content.Field("releaseNotes"), Does.StartWith("### "));
        });
    }

    [TestCaseSource(nameof(s_packages))]
    public void Two_packs_in_different_folders_have_the_same_bytes(string package)
    {
        using PackageContent first = Open(package, "nupkg"), second = Open(package, "nupkg", build: 2), symbols = Open(package, "snupkg"), again = Open(package, "snupkg", build: 2);
        Assert.That(second.Bytes($"lib/net10.0/{package}.dll"), Is.EqualTo(first.Bytes($"lib/net10.0/{package}.dll")));
        Assert.That(again.Bytes($"lib/net10.0/{package}.pdb"), Is.EqualTo(symbols.Bytes($"lib/net10.0/{package}.pdb")));
    }

    [TestCaseSource(nameof(s_packages))]
    public void The_symbols_hold_every_source(string package)
    {
        Guid embeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
        using PackageContent symbols = Open(package, "snupkg");
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(symbols.Bytes($"lib/net10.0/{package}.pdb")));
        MetadataReader reader = provider.GetMetadataReader();
        string[] without = [.. reader.Documents.Where(document => !reader.GetCustomDebugInformation(document).Any(information => reader.GetGuid(reader.GetCustomDebugInformation(information).Kind) == embeddedSource)).Select(document => reader.GetString(reader.GetDocument(document).Name))];
        Assert.That(reader.Documents, Has.Count.GreaterThan(100));
        Assert.That(without, Is.Empty);
        Assert.That(Encoding.UTF8.GetString(symbols.Bytes($"lib/net10.0/{package}.pdb")), Does.Not.Contain(Path.GetTempPath()), "no path of the machine");
    }

    [Test]
    public void The_torch_package_installs_its_loader_in_what_references_it()
    {
        using PackageContent content = Open("SotopiaPi.Torch", "nupkg");
        Assert.That(Encoding.UTF8.GetString(content.Bytes("buildTransitive/SotopiaPi.Torch.targets")), Does.Contain("InstallLoader.cs"));
        Assert.That(Encoding.UTF8.GetString(content.Bytes("buildTransitive/InstallLoader.cs")), Does.Contain("ModuleInitializer").And.Contain("NativeLoader.EnsureInstalled"));
    }

    [Test]
    public void Removing_a_public_member_without_editing_the_list_fails_the_build()
    {
        string file = Path.Combine(_sources.Root, "src", "SotopiaPi", "Agents", "AgentAction.cs");
        string source = File.ReadAllText(file), changed = source.Replace("public static AgentAction Leave", "internal static AgentAction Leave", StringComparison.Ordinal);
        Assert.That(changed, Is.Not.EqualTo(source));
        File.WriteAllText(file, changed);
        (int code, string output) = _sources.Build("SotopiaPi");
        Assert.That(code, Is.Not.Zero, output);
        Assert.That(output, Does.Contain("error RS0017").And.Contain("SotopiaPi.AgentAction.Leave.get -> SotopiaPi.AgentAction!"));
    }

    private static string Version => typeof(Episode).Assembly.GetName().Version!.ToString(3);

    private PackageContent Open(string package, string kind, int build = 1) => new(_files[($"{package}.{Version}.{kind}", build)]);
}
