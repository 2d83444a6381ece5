using System.IO.Compression;
using System.Xml.Linq;

namespace SotopiaPi.Docs.Tests.Packages;

/// <summary>A package file: its entries, and what its nuspec says.</summary>
internal sealed class PackageContent : IDisposable
{
    /// <summary>Parts of the container format, which every package has.</summary>
    private static readonly string[] s_container = ["_rels/.rels", "[Content_Types].xml", "package/"];

    private readonly ZipArchive _archive;

    public PackageContent(string file) => _archive = ZipFile.OpenRead(file);

    public IReadOnlyList<string> Files => [.. _archive.Entries.Select(entry => entry.FullName).Where(name => !s_container.Any(part => name.StartsWith(part, StringComparison.Ordinal))).Order(StringComparer.Ordinal)];

    /// <summary>Gets "target: id version" of every dependency.</summary>
    public IReadOnlyList<string> Dependencies =>
        [.. Metadata.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => $"{element.Parent!.Attribute("targetFramework")?.Value}: {element.Attribute("id")!.Value} {element.Attribute("version")!.Value}").Order(StringComparer.Ordinal)];

    private XElement Metadata
    {
        get
        {
            using Stream stream = _archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
            return XDocument.Load(stream).Root!.Elements().Single();
        }
    }

    public string Field(string name) => Metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name)?.Value ?? "";

    public byte[] Bytes(string name)
    {
        using Stream stream = _archive.GetEntry(name)!.Open();
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    public void Dispose() => _archive.Dispose();
}
