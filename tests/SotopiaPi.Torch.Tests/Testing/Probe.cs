using System.Diagnostics;
using SotopiaPi.Torch;
using SotopiaPi.Torch.Tests;
using TorchSharp;

namespace SotopiaPi.Testing;

/// <summary>
/// The test assembly as a program, for what only a fresh process can show: how native libraries load. It computes with TorchSharp, then
/// prints the smoke test's outcome and every mapped <c>libtorch_cpu.so</c>. With <c>train CONFIGURATION</c> it stands in for a trainer,
/// with <c>llama FILE</c> llama.cpp answers, with <c>load MODEL TYPE MAPS</c> a model is loaded and its memory measured.
/// </summary>
internal static class Probe
{
    /// <summary>What a run ended with.</summary>
    internal sealed record Outcome(int ExitCode, string Output);

    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["train", { } configuration])
        {
            return await StandInTrainer.RunAsync(configuration);
        }

        if (arguments is ["llama", { } file])
        {
            return LlamaCpp.Serve(file);
        }

        if (arguments is ["load", { } model, { } type, { } maps])
        {
            return LoadProbe.Serve(model, Enum.Parse<torch.ScalarType>(type), bool.Parse(maps));
        }

        using torch.Tensor zero = torch.zeros(1);
        using torch.Tensor three = zero + 3.0;
        LibtorchSmokeTest.Run(torch.CPU);
        using torch.Tensor weight = torch.ones(1);
        using torch.Tensor one = AtenNorm.RmsNorm(three, weight, 1e-9);
        Console.WriteLine($"computed {three.ToSingle()} and {one.ToSingle()}");
        foreach (string library in File.ReadLines("/proc/self/maps").Where(l => l.EndsWith("/libtorch_cpu.so", StringComparison.Ordinal)).Select(l => l[l.IndexOf('/')..]).Distinct())
        {
            Console.WriteLine($"mapped {library}");
        }

        return 0;
    }

    /// <summary>Starts this assembly as a program with some environment variables changed.</summary>
    public static Outcome Run(params (string Name, string Value)[] environment) => Run([], "", environment);

    /// <summary>Starts this assembly as a program with arguments and something to read.</summary>
    public static Outcome Run(string[] arguments, string input = "", params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            ArgumentList = { "exec", typeof(Probe).Assembly.Location },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Array.ForEach(arguments, start.ArgumentList.Add);
        start.Environment.Remove("SOTOPIAPI_LIBTORCH");
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new(process.ExitCode, output + error.Result);
    }
}
