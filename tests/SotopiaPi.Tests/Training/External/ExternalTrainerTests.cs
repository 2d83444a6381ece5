using System.Diagnostics;
using Microsoft.Extensions.AI;
using SotopiaPi.Testing;

namespace SotopiaPi.Tests.Training.External;

/// <summary>Stand-ins for a trainer are small scripts: what matters here is what happens around the program.</summary>
[TestFixture]
[Platform("Unix")]
internal sealed class ExternalTrainerTests
{
    /// <summary>Writes what LLaMA-Factory writes: two checkpoints, the last adapter, the states and the log.</summary>
    private const string Trains = """
        set -e
        out="$1/output"
        for step in 3 6; do
          mkdir -p "$out/checkpoint-$step"
          echo '{"peft_type": "LORA"}' > "$out/checkpoint-$step/adapter_config.json"
          echo "weights $step" > "$out/checkpoint-$step/adapter_model.safetensors"
          echo "{\"global_step\": $step, \"epoch\": $((step / 3)).0, \"log_history\": [{\"step\": 3, \"eval_loss\": 0.5}, {\"step\": 6, \"eval_loss\": 0.75}]}" > "$out/checkpoint-$step/trainer_state.json"
          echo "{\"current_steps\": $step, \"total_steps\": 6, \"loss\": 0.$step, \"lr\": 1e-05, \"remaining_time\": \"1 day, 0:00:02\"}" >> "$out/trainer_log.jsonl"
          echo 'not json' >> "$out/trainer_log.jsonl"
        done
        cp "$out"/checkpoint-6/* "$out"
        echo '{"global_step": 6, "epoch": 2.0, "log_history": [{"step": 3, "loss": 0.3}, {"step": 3, "eval_loss": 0.5}, {"step": 6, "loss": 0.6}, {"step": 6, "eval_loss": 0.75}]}' > "$out/trainer_state.json"
        """;

    private static readonly SupervisedExample[] Examples = [new("k", [new ChatMessage(ChatRole.User, "Hi")], "{}")];

    [Test]
    public async Task Adapters_are_read_back_and_progress_is_followed()
    {
        using TemporaryFolder folder = new();
        List<TrainingProgress> seen = [];
        TrainingResult result = await Trainer(Trains).TrainAsync(new TrainingRequest(folder.File("run"), Examples), new Progress(seen.Add));
        string output = folder.File("run/output");
        Assert.That(result.Adapters, Is.EqualTo(new[] { new SavedAdapter(Path.Combine(output, "checkpoint-3"), 1, 3, 0.5), new SavedAdapter(output, 2, 6, 0.75) }));
        Assert.That(result.Chosen.Step, Is.EqualTo(3), "the lowest loss on held-out examples");
        Assert.That(result.Losses, Is.EqualTo(new[] { 0.3, 0.6 }));
        Assert.That(seen.Select(step => (step.Step, step.Steps, step.Loss, step.LearningRate, step.Remaining)), Is.EqualTo(new[] { (3, 6, 0.3, 1e-5, TimeSpan.FromSeconds(86402)), (6, 6, 0.6, 1e-5, TimeSpan.FromSeconds(86402)) }));
    }

    [Test]
    public async Task Arguments_are_replaced_one_by_one_and_no_shell_reads_them()
    {
        using TemporaryFolder folder = new();
        ExternalTrainer trainer = Trainer("printf '%s|' \"$@\" > \"$1/seen\"\n" + Trains, options => options.Arguments = [.. options.Arguments, "{config}", "--seed={seed}", "a b; $(touch x) '{output}'", "{start}", "{other}"]);
        await trainer.TrainAsync(new TrainingRequest(folder.File("r {seed} un"), Examples) { Seed = 12, StartAdapter = folder.File("bc") });
        string run = folder.File("r {seed} un");
        Assert.That(File.ReadAllText(Path.Combine(run, "seen")), Is.EqualTo($"{run}|{run}/sft.json|--seed=12|a b; $(touch x) '{run}/output'|{folder.File("bc")}|{{other}}|"));
        Assert.That(File.Exists(Path.Combine(run, "x")), Is.False);
    }

    [Test]
    public void A_failure_tells_the_end_of_the_output_and_the_log_is_bounded()
    {
        using TemporaryFolder folder = new();
        ExternalTrainer trainer = Trainer("i=0; while [ $i -lt 3000 ]; do echo \"line $i\"; i=$((i+1)); done; echo 'CUDA out of memory' >&2; exit 3", options => options.MaxLogBytes = 1000);
        Assert.That(
            async () => await trainer.TrainAsync(new TrainingRequest(folder.File("run"), Examples)),
            Throws.InvalidOperationException.With.Message.StartsWith("The trainer '/bin/sh' ended with the exit code 3.").And.Message.Contains("CUDA out of memory"));
        FileInfo log = new(folder.File("run/trainer.log"));
        Assert.That(log.Length, Is.LessThan(1100));
        Assert.That(File.ReadAllText(log.FullName), Does.StartWith("line 0\n").And.EndWith("(The rest of the output is not kept.)\n"));
    }

    [Test]
    public void No_adapter_is_an_error()
    {
        using TemporaryFolder folder = new();
        Assert.That(async () => await Trainer("exit 0").TrainAsync(new TrainingRequest(folder.File("run"), Examples)), Throws.InvalidOperationException.With.Message.StartsWith("The trainer has ended, but there is no adapter in"));
    }

    [Test]
    public void A_missing_program_is_named()
    {
        using TemporaryFolder folder = new();
        ExternalTrainer trainer = new(new ExternalTrainerOptions { Program = "no-such-trainer" });
        Assert.That(async () => await trainer.TrainAsync(new TrainingRequest(folder.File("run"), Examples)), Throws.InvalidOperationException.With.Message.StartsWith("The trainer 'no-such-trainer' cannot be started"));
    }

    [Test]
    public async Task Cancelling_kills_the_program_and_its_children()
    {
        using TemporaryFolder folder = new();
        using CancellationTokenSource stop = new();
        Task<TrainingResult> work = Trainer("sleep 300 & echo $! > \"$1/child\"; echo $$ > \"$1/parent\"; wait").TrainAsync(new TrainingRequest(folder.File("run"), Examples), null, stop.Token);
        int[] ids = [await ReadIdAsync(folder.File("run/child")), await ReadIdAsync(folder.File("run/parent"))];
        Assert.That(ids.All(Runs));
        await stop.CancelAsync();
        Assert.That(async () => await work, Throws.InstanceOf<OperationCanceledException>());
        for (int i = 0; i < 100 && ids.Any(Runs); i++)
        {
            await Task.Delay(20, CancellationToken.None);
        }

        Assert.That(ids.Any(Runs), Is.False);
    }

    [Test]
    public async Task Finished_training_is_not_repeated_and_other_inputs_are_refused()
    {
        using TemporaryFolder folder = new();
        TrainingRequest request = new(folder.File("run"), Examples) { Resume = true };
        string counted = "echo x >> \"$1/runs\"\n" + Trains;
        await Trainer(counted).TrainAsync(request);
        TrainingResult again = await Trainer(counted).TrainAsync(request);
        Assert.That(again.Adapters, Has.Count.EqualTo(2));
        Assert.That(File.ReadAllLines(folder.File("run/runs")), Has.Length.EqualTo(1));
        Assert.That(async () => await Trainer(counted).TrainAsync(request with { Resume = false }), Throws.InstanceOf<IOException>().With.Message.Contains("holds training already"));
        Assert.That(async () => await Trainer(counted).TrainAsync(request with { Seed = 1 }), Throws.InstanceOf<IOException>().With.Message.Contains("with other examples or settings"));
    }

    [Test]
    public async Task The_environment_reaches_the_program()
    {
        using TemporaryFolder folder = new();
        await Trainer("printf '%s' \"$TRAINER_TEST\" > \"$1/seen\"\n" + Trains, options => options.Environment["TRAINER_TEST"] = "yes").TrainAsync(new TrainingRequest(folder.File("run"), Examples));
        Assert.That(File.ReadAllText(folder.File("run/seen")), Is.EqualTo("yes"));
    }

    private static ExternalTrainer Trainer(string script, Action<ExternalTrainerOptions>? change = null)
    {
        ExternalTrainerOptions options = new() { Program = "/bin/sh", Arguments = ["-c", script, "trainer", "{directory}"], PollInterval = TimeSpan.FromMilliseconds(20) };
        change?.Invoke(options);
        return new ExternalTrainer(options);
    }

    private static async Task<int> ReadIdAsync(string file)
    {
        for (int i = 0; i < 500; i++)
        {
            if (File.Exists(file) && int.TryParse(await File.ReadAllTextAsync(file), out int id))
            {
                return id;
            }

            await Task.Delay(20);
        }

        throw new TimeoutException($"'{file}' was not written");
    }

    /// <summary>Whether a process runs; one that has ended but was not collected yet does not.</summary>
    private static bool Runs(int id)
    {
        try
        {
            using Process process = Process.GetProcessById(id);
            return !process.HasExited && !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (Exception e) when (e is ArgumentException or IOException)
        {
            return false;
        }
    }

    private sealed class Progress(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
