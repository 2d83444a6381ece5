// Benchmarks of the kernels:         dotnet run -c Release --project benchmarks/SotopiaPi.Benchmarks -- --filter '*'
//   … a quick try of some of them:   … -- --job Dry --filter '*Rope*' '*RmsNorm*'
// Ratios against honest baselines:   … -- --ratios platform|text|models|generation|training|pipeline [--full]
// Long fuzzing:                      … -- --fuzz platform|replies|text [--count N]
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Running;
using SotopiaPi.Benchmarks;

return args switch
{
    ["--ratios", .. var rest] => RatioCommand.Run(rest),
    ["--peak", var variant] => PeakMemory.Run(variant),
    ["--fuzz", .. var rest] => FuzzCommand.Run(rest),
    _ => BenchmarkSwitcher.FromAssembly(typeof(RatioCommand).Assembly).Run(args, DefaultConfig.Instance.AddDiagnoser(MemoryDiagnoser.Default))
        .All(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success)) ? 0 : 1,
};
