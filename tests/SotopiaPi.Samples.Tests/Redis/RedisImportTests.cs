using System.Net;
using System.Net.Sockets;
using SotopiaPi.Samples.Conversion;
using SotopiaPi.Testing;

namespace SotopiaPi.Samples.Tests.Redis;

/// <summary>The import from a Redis with the JSON module, against a stand-in that speaks its protocol.</summary>
public sealed class RedisImportTests
{
    private const string Prefix = ":sotopia.database.";
    private const string Log = """{"pk": "l1", "environment": "v1", "agents": ["a1", "a2"], "tag": "t", "models": ["j", "m", "m"], "messages": [[["Environment", "Ada Reed", "\nYou meet.\n"], ["Environment", "Ben Cole", "\nYou meet.\n"], ["Ada Reed", "Environment", "said: \"Hé\""], ["Ben Cole", "Environment", "did nothing"]], [["Environment", "Ada Reed", "y"], ["Environment", "Ben Cole", "y"]]], "reasoning": "", "rewards": [[3.0, {"goal": 8.0, "overall_score": 3.0}], 0.0], "rewards_prompt": ""}""";

    [Test]
    public async Task A_published_database_is_imported_whole_and_what_is_malformed_is_named()
    {
        await using RespResponder redis = new(new Dictionary<string, string>
        {
            [Prefix + "persistent_profile.AgentProfile:a1"] = """{"pk": "a1", "first_name": "Ada", "last_name": "Reed"}""",
            [Prefix + "persistent_profile.AgentProfile:a2"] = """{"pk": "a2", "first_name": "Ben", "last_name": "Cole"}""",
            [Prefix + "persistent_profile.AgentProfile:a3"] = """{"pk": "a3", "first_name": "Cy"}""",
            [Prefix + "persistent_profile.AgentProfile:index:hash"] = "-WRONGTYPE Operation against a key holding the wrong kind of value",
            [Prefix + "persistent_profile.EnvironmentProfile:v1"] = """{"pk": "v1", "scenario": "You meet.", "agent_goals": ["g", "h"]}""",
            [Prefix + "persistent_profile.EnvironmentProfile:v2"] = "-WRONGTYPE Operation against a key holding the wrong kind of value",
            [Prefix + "logs.EpisodeLog:l1"] = Log,
            [Prefix + "logs.EpisodeLog:l2"] = Log.Replace("\"l1\"", "\"l2\"", StringComparison.Ordinal).Replace("\"v1\"", "\"v9\"", StringComparison.Ordinal),
            [Prefix + "logs.EpisodeLog:l3"] = "{",
            ["another:key"] = "{}",
        });
        using TemporaryFolder folder = new();
        (int code, string output, string errors) = await RunAsync("import", redis.Address, "--store", folder.File("e.db"));
        Assert.That(code, Is.Zero, errors);
        Assert.That(output, Does.StartWith($"Licence of {redis.Address}: unknown: ask the publisher\n2 agents, 1 environments, 0 relationships, 0 combinations are in "));
        Assert.That(output, Does.Contain("1 episodes imported, 0 were there already. Records left out: 4."));
        Assert.That(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), Is.EquivalentTo(new[]
        {
            $"{redis.Address}, record '{Prefix}persistent_profile.AgentProfile:a3': field 'last_name': found nothing, wanted a value",
            $"{redis.Address}, record '{Prefix}persistent_profile.EnvironmentProfile:v2': WRONGTYPE Operation against a key holding the wrong kind of value",
            $"{redis.Address}, record '{Prefix}logs.EpisodeLog:l2': field 'environment': found \"v9\", which is not among the environments given",
            errors.Split('\n').Single(line => line.Contains("EpisodeLog:l3': it is not JSON", StringComparison.Ordinal)),
        }));
        Assert.That(redis.Scans, Is.EqualTo(5), "the cursor was followed");
        await using SqliteEpisodeStore store = SqliteEpisodeStore.Open(folder.File("e.db"));
        Assert.That(Transcript.Of((await store.FindEpisodeAsync("l1"))!), Does.Contain("Ada Reed said: \"Hé\""));
        Assert.That(store.Licences().Single(), Is.EqualTo(new DataSetLicence(redis.Address, "unknown: ask the publisher")));
    }

    [Test]
    public async Task A_redis_without_the_module_says_so()
    {
        await using RespResponder redis = new(new Dictionary<string, string> { [Prefix + "persistent_profile.AgentProfile:a1"] = "{}" }, hasJson: false);
        using TemporaryFolder folder = new();
        (int code, _, string errors) = await RunAsync("import", redis.Address, "--store", folder.File("e.db"));
        Assert.That((code, File.Exists(folder.File("e.db"))), Is.EqualTo((2, false)));
        Assert.That(errors, Does.StartWith($"The Redis at {redis.Address} has no JSON module"));
    }

    [Test]
    public async Task No_redis_is_an_error_that_names_the_address()
    {
        using TcpListener unused = new(IPAddress.Loopback, 0);
        unused.Start();
        int port = ((IPEndPoint)unused.LocalEndpoint).Port;
        unused.Stop();
        (int code, _, string errors) = await RunAsync("import", FormattableString.Invariant($"redis://user:secret@127.0.0.1:{port}"));
        Assert.That(code, Is.EqualTo(2));
        Assert.That(errors, Does.StartWith(FormattableString.Invariant($"No Redis answers at redis://127.0.0.1:{port}/0")).And.Not.Contain("secret"));
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter errors = new();
        int code = await Commands.Root(output, errors).Parse(arguments).InvokeAsync();
        return (code, output.ToString().ReplaceLineEndings("\n"), errors.ToString().ReplaceLineEndings("\n"));
    }
}
