// Benchmarks social agents and their judges. The first verb is the default:
//   dotnet run -c Release --project samples/Benchmark -- --tasks FOLDER --model FILE --partner scripted --judge rules --out FOLDER
//   dotnet run -c Release --project samples/Benchmark -- judges --help
using SotopiaPi.Samples.Benchmarking;
using Spectre.Console;

return await Verbs.Root(AnsiConsole.Console).Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) });
