using SotopiaPi.Torch.Tests;

namespace SotopiaPi.Benchmarks;

/// <summary>Damaged tokenizer files and chat templates; a second for each is too long.</summary>
internal sealed class TextFuzzGroup : IFuzzGroup
{
    public string Name => "text";

    public IEnumerable<string> Run(int count) => new TextFuzz(Environment.TickCount, TimeSpan.FromSeconds(1)).Run(count);
}
