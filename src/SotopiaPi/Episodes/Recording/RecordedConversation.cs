using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>A conversation being recorded: what was said, redacted. The raw messages are known by a hash only.</summary>
internal sealed class RecordedConversation(string tag, long lastUsed)
{
    private readonly List<(bool Agent, string Text, ModelReply? Reply)> _said = [];
    private string _scenario = "";

    public string Tag { get; } = tag;

    public long LastUsed { get; set; } = lastUsed;

    /// <summary>Whether there is something to learn.</summary>
    public bool HasReplies => _said.Any(said => said.Reply is not null);

    /// <summary>Enters messages of a request; those of the system become the scene.</summary>
    public void Hear(IEnumerable<ChatMessage> messages)
    {
        foreach (ChatMessage message in messages)
        {
            if (message.Role == ChatRole.System)
            {
                _scenario = _scenario.Length == 0 ? message.Text : _scenario + "\n" + message.Text;
            }
            else
            {
                _said.Add((message.Role == ChatRole.Assistant, message.Text, null));
            }
        }
    }

    public void Answer(ModelReply reply) => _said.Add((true, reply.Text, reply));

    /// <summary>The conversation as an episode of two seats: the user opens, the agent answers.</summary>
    public Episode ToEpisode(string client)
    {
        string key = StableKey.Of(["recorded", Tag, _scenario, .. _said.SelectMany(said => new[] { said.Agent ? "agent" : "user", said.Text })]);
        EnvironmentProfile environment = new(StableKey.Of(["recorded scene", _scenario]), _scenario, ["", ""]) { Codename = "recorded", Source = "recorded" };
        SocialTask task = SocialTask.Create(environment, [new AgentProfile("user", "User", ""), new AgentProfile("agent", "Agent", "")]);
        TurnRecord[] turns = [.. _said.Select((said, turn) => new TurnRecord(turn, new Dictionary<Seat, AgentTurn>
        {
            [new Seat(said.Agent ? 1 : 0)] = new(AgentAction.Speak(said.Text)) { Reply = said.Reply },
        }))];
        EpisodeOptions options = new() { MaxTurns = Math.Max(1, turns.Length) };
        EpisodeState state = new(task, options, turns.Length, turns, new Dictionary<Seat, string>(), new EpisodeEnd(EndReason.TurnLimit, "The recording ends here."));
        SeatAssignment[] seats = [new(new Seat(0), task.Agents[0], "user"), new(new Seat(1), task.Agents[1], Player.AgentRole, new ModelRef(client))];
        return new Episode(key, seats, state) { Tag = Tag };
    }
}
