using SotopiaPi.Tests;

namespace SotopiaPi.Benchmarks;

/// <summary>Throws damaged records at the readers of profiles and episode logs.</summary>
internal sealed class PlatformFuzz : IFuzzGroup
{
    public string Name => "platform";

    public IEnumerable<string> Run(int count) => Enumerable.Range(0, count).Select(ReaderFuzz.Run).OfType<string>();
}
