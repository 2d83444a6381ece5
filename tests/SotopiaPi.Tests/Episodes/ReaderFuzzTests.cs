using FsCheck;
using FsCheck.Fluent;

namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class ReaderFuzzTests
{
    [FsCheck.NUnit.Property(MaxTest = 10_000)]
    public Property Readers_throw_only_what_they_document(int seed) => (ReaderFuzz.Run(seed) is null).Label(ReaderFuzz.Run(seed) ?? "");
}
