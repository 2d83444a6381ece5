// The whole SOTOPIA-π loop on this machine: collect play, rate it, keep the best, train LoRA adapters, and compare
// Base, SR, BC and BC+SR on held-out tasks. See README.md in this folder for what it prints.
using SotopiaPi.Samples.SelfTraining;
using Spectre.Console;

return await Arguments.Command(arguments => Application.RunAsync(AnsiConsole.Console, arguments)).Parse(args).InvokeAsync(new() { ProcessTerminationTimeout = null });
