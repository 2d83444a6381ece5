using System.Net;
using System.Net.Sockets;
using SotopiaPi.Testing;

namespace SotopiaPi.Samples.Tests;

/// <summary>Whatever the user gets wrong ends with one clear message and an exit code that is not zero.</summary>
[NonParallelizable]
public sealed class BadInputTests
{
    [Test]
    public void A_missing_model_folder_is_named() => Expect(["--model", "no/such/folder"], "no/such/folder");

    [Test]
    public void A_truncated_checkpoint_is_named()
    {
        using TemporaryFolder folder = new();
        SmallModel.CopyTo(folder.File("model"));
        using (FileStream weights = File.OpenWrite(folder.File("model/model.safetensors")))
        {
            weights.SetLength(weights.Length / 2);
        }

        Expect(["--model", folder.File("model")], "model.safetensors");
    }

    [Test]
    public void An_unknown_architecture_is_named()
    {
        using TemporaryFolder folder = new();
        SmallModel.CopyTo(folder.File("model"));
        string config = folder.File("model/config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("LlamaForCausalLM", "UnknownForCausalLM", StringComparison.Ordinal).Replace("\"llama\"", "\"unknown\"", StringComparison.Ordinal));
        Expect(["--model", folder.File("model")], "nknown");
    }

    [Test]
    public void An_invalid_profile_is_named()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("tasks"));
        File.WriteAllText(folder.File("tasks/agent_profiles.json"), "{ this is not JSON");
        Expect(["--tasks", folder.File("tasks")], "agent_profiles.json");
    }

    [Test]
    public void An_output_folder_that_cannot_be_made_is_named()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("file"), "");
        Expect(["--out", folder.File("file/run")], "file/run");
    }

    [Test]
    public void A_run_is_not_overwritten()
    {
        using TemporaryFolder folder = new();
        RunFolder.Open(folder.File("run"), new Dictionary<string, string>(), resume: false).Dispose();
        Expect(["--out", folder.File("run")], "already holds a run");
    }

    [Test]
    public void An_expert_that_refuses_is_named()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        Expect(["--expert-url", $"http://127.0.0.1:{port}/v1", "--expert-model", "any"], $"127.0.0.1:{port}");
    }

    [TestCase("--expert", "localhost")]
    [TestCase("--judge", "ftp://localhost/v1")]
    [TestCase("--judge", "http//localhost")]
    public void A_malformed_address_is_named(string option, string url) => Expect([option + "-url", url, option + "-model", "any"], $"'{url}' is no address of a server. Give one like http://localhost:8000/v1.");

    [Test]
    public void A_malformed_address_is_named_by_the_sample_in_which_a_person_plays()
    {
        using SampleProcess process = SampleProcess.StartPlay("", "--partner-url", "localhost", "--partner-model", "any");
        Assert.That(process.WaitForExit(), Is.Not.Zero);
        Assert.That(process.Output, Does.Contain("'localhost' is no address of a server").And.Not.Contain("   at SotopiaPi"));
    }

    [Test]
    public void An_expert_that_never_answers_ends_the_run_after_the_limit()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        int port = ((IPEndPoint)silent.LocalEndpoint).Port;
        Expect(["--expert-url", $"http://127.0.0.1:{port}/v1", "--expert-model", "any", "--request-timeout", "0.2"], "exceeded the configured timeout of 0:00:00.2");
    }

    [TestCase("--expert-url")]
    [TestCase("--judge-url")]
    public void An_endpoint_without_a_model_is_refused(string option)
    {
        (int code, string output) = SampleProcess.Run(option, "http://localhost:1/v1");
        Assert.That(code, Is.Not.Zero);
        Assert.That(output, Does.Contain("belong together"));
    }

    private static void Expect(string[] arguments, string named)
    {
        using TemporaryFolder folder = new();
        string[] output = arguments.Contains("--out") ? [] : ["--out", folder.File("run")];
        (int code, string text) = SampleProcess.Run(["--tiny", .. arguments, .. output]);
        Assert.That(code, Is.Not.Zero, text);
        Assert.That(text, Does.Contain(named), text);
        Assert.That(text, Does.Not.Contain("   at SotopiaPi"), "one clear message, not a stack");
    }
}
