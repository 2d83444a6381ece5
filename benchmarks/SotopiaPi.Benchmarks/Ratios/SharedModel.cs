using SotopiaPi.Torch;

namespace SotopiaPi.Benchmarks;

/// <summary>SmolLM2-135M, the real model that groups measure on.</summary>
internal static class SharedModel
{
    public static string Path => SharedFiles.Path("models/SmolLM2-135M-Instruct.Q4_1.gguf");

    public static ChatTokenizer Tokenizer() => ChatTokenizer.Load(Path);
}
