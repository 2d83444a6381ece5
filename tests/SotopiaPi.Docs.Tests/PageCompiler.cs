using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SotopiaPi.Docs.Tests;

/// <summary>
/// Compiles the C# blocks of a page as one program. A block is a file of top-level statements, types, or both; the types of a page are known to all of its
/// blocks, the variables of a block to that block only. Namespaces need not be imported. <see cref="PageContext"/> has the variables that need no declaration; a page
/// adds its own by a comment such as <c>&lt;!-- given IChatClient served; string folder --&gt;</c>.
/// </summary>
internal static class PageCompiler
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http; global using System.Threading;
        global using System.Threading.Tasks; global using Microsoft.AspNetCore.Builder; global using Microsoft.Extensions.AI; global using Microsoft.Extensions.DependencyInjection;
        global using OpenAI; global using System.ClientModel; global using SotopiaPi; global using SotopiaPi.Torch; global using TorchSharp; global using static SotopiaPi.Docs.PageContext;
        """;

    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.Preview);
    private static readonly Lazy<MetadataReference[]> s_references = new(References);

    /// <summary>Compiles the blocks, and returns what the compiler says against them: file, line on the page, message.</summary>
    public static IReadOnlyList<string> Problems(MarkdownPage page)
    {
        PageBlock[] blocks = [.. page.Blocks.Where(block => block.Language is "csharp" or "cs" or "c#")];
        SyntaxTree[] trees = [
            CSharpSyntaxTree.ParseText(Usings, s_parse),
            CSharpSyntaxTree.ParseText(Resource("PageContext.cs"), s_parse),
            CSharpSyntaxTree.ParseText(Given(page), s_parse),
            .. blocks.Select((block, number) => CSharpSyntaxTree.ParseText(Source(page, block, number), s_parse)),
        ];
        CSharpCompilation compilation = CSharpCompilation.Create(
            "Page", trees, s_references.Value, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));
        return [.. compilation.GetDiagnostics().Where(IsProblem).Select(Describe)];
    }

    /// <summary>Errors, and calls of what is obsolete: a page shows no way that is going away.</summary>
    private static bool IsProblem(Diagnostic diagnostic) => diagnostic.Severity == DiagnosticSeverity.Error || diagnostic.Id is "CS0612" or "CS0618";

    private static string Describe(Diagnostic diagnostic)
    {
        FileLinePositionSpan place = diagnostic.Location.GetMappedLineSpan();
        return $"{place.Path}({place.StartLinePosition.Line + 1}): {diagnostic.Id} {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}";
    }

    /// <summary>Wraps a block: imports first, then a method with its statements, then its types.</summary>
    private static string Source(MarkdownPage page, PageBlock block, int number)
    {
        // Lines that begin with "#:" belong to file-based programs: packages and properties.
        string text = string.Join('\n', block.Text.Split('\n').Select(line => line.StartsWith("#:", StringComparison.Ordinal) || line.StartsWith("#!", StringComparison.Ordinal) ? "" : line));
        CompilationUnitSyntax unit = CSharpSyntaxTree.ParseText(text, s_parse).GetCompilationUnitRoot();
        if (unit.Members.OfType<BaseNamespaceDeclarationSyntax>().Any())
        {
            return Line(unit) + unit.ToFullString();
        }

        string statements = string.Concat(unit.Members.OfType<GlobalStatementSyntax>().Select(member => Line(member) + member.ToFullString()));
        string types = string.Concat(unit.Members.Where(member => member is not GlobalStatementSyntax).Select(member => Line(member) + member.ToFullString()));
        return $$"""
            #pragma warning disable
            #pragma warning restore CS0612, CS0618
            {{string.Concat(unit.Usings.Select(import => Line(import) + import.ToFullString()))}}
            namespace Page
            {
            internal static class Block{{number}}
            {
            public static async Task RunAsync()
            {
            {{statements}}
            }
            }
            {{types}}
            }
            """;

        string Line(SyntaxNode node) =>
            $"\n#line {block.Line + 1 + node.SyntaxTree.GetLineSpan(node.FullSpan).StartLinePosition.Line} \"{page.Name}\"\n";
    }

    private static string Given(MarkdownPage page) =>
        $$"""global using static SotopiaPi.Docs.Given; namespace SotopiaPi.Docs { internal static class Given { {{string.Concat(page.Given.Select(variable => $"public static {variable} => throw null!; "))}} } }""";

    private static MetadataReference[] References() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(File.Exists).Select(file => MetadataReference.CreateFromFile(file))];

    private static string Resource(string name)
    {
        using StreamReader reader = new(typeof(PageCompiler).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
