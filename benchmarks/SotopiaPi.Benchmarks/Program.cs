// Benchmarks of the parts:           dotnet run -c Release --project benchmarks/SotopiaPi.Benchmarks -- --filter '*'
// Ratios against honest baselines:   … -- --ratios platform|text|models|generation|training|pipeline [--full]
// Long fuzzing:                      … -- --fuzz platform|replies|text [--count N]
using BenchmarkDotNet.Running;
using SotopiaPi.Benchmarks;

return args switch
{
    ["--ratios", .. var rest] => RatioCommand.Run(rest),
    ["--fuzz", .. var rest] => FuzzCommand.Run(rest),
    _ => BenchmarkSwitcher.FromAssembly(typeof(RatioCommand).Assembly).Run(args).All(summary => !summary.HasCriticalValidationErrors) ? 0 : 1,
};
