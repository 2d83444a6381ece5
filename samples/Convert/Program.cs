// Turns published episodes into training data, and published folders into an episode store. Try: dotnet run --project samples/Convert -- --help
using SotopiaPi.Samples.Conversion;

return await Commands.Root(Console.Out, Console.Error).Parse(args).InvokeAsync();
