using Pretraining;
using SotopiaPi.Torch;

// Pre-trains the small model of the self-training sample: tokenizer and decoder, from a seed, with this library alone.
//   dotnet run -c Release --project samples/Pretraining -- --out my-model
return await PretrainingOptions.Command((options, cancellationToken) =>
{
    try
    {
        new Pretrainer(options, Console.Out).Run(cancellationToken);
        Console.WriteLine($"Wrote {Path.GetFullPath(options.Out)}");
        return Task.FromResult(0);
    }
    catch (OperationCanceledException)
    {
        Console.Error.WriteLine("Stopped; nothing was written.");
        return Task.FromResult(130);
    }
    catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException or CheckpointException)
    {
        Console.Error.WriteLine(e.Message);
        return Task.FromResult(1);
    }
}).Parse(args).InvokeAsync();
