using System.Globalization;
using System.Text;
using Microsoft.Extensions.AI;

namespace SotopiaPi;

/// <summary>Turns an observation into the messages that a model is asked: the only place where that happens, for play and for training. Thread-safe.</summary>
/// <param name="pack">The texts.</param>
public sealed class PromptBuilder(PromptPack pack)
{
    /// <summary>Gets the texts.</summary>
    public PromptPack Pack { get; } = pack ?? throw new ArgumentNullException(nameof(pack));

    /// <summary>Builds the messages.</summary>
    /// <param name="observation">What the seat perceives.</param>
    /// <returns>
    /// The messages. With <see cref="PromptForm.Chat"/> the messages of a seat's next turn begin with these, the reply follows as an assistant message in the
    /// form of <see cref="ActionFormat.ToJson"/>, then what was perceived since.
    /// </returns>
    public IReadOnlyList<ChatMessage> Build(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        return Pack.Form == PromptForm.Chat ? new ChatPrompt(Pack, observation).Build() : [new ChatMessage(ChatRole.User, new SinglePrompt(Pack, observation).Build())];
    }
}

/// <summary>Builds the messages of a chat, oldest first.</summary>
internal sealed class ChatPrompt(PromptPack pack, Observation observation)
{
    private readonly List<ChatMessage> _messages = new(observation.History.Count + 2);
    private readonly string[] _names = SceneTexts.Names(observation.Scene);
    private readonly StringBuilder _heard = new();

    public List<ChatMessage> Build()
    {
        SceneTexts scene = new(pack, observation);
        _messages.Add(new ChatMessage(ChatRole.System, pack.System.Fill(scene.ValueOf) + scene.Memory));
        if (pack.Opening is { } opening && (observation.History.Count == 0 || observation.History[0].Sender == observation.Seat))
        {
            Hear(opening.Fill(scene.ValueOf));
        }

        foreach (ObservedMessage message in observation.History)
        {
            Add(message);
        }

        if (observation.Advice is { } advice)
        {
            Hear(pack.Advice.Fill(_ => advice));
        }

        if (observation.Problem is { } problem)
        {
            Hear(pack.Problem.Fill(_ => problem.Text));
        }

        EndHearing();
        BreakSilence();
        return _messages;
    }

    private void Add(ObservedMessage message)
    {
        if (message.Sender == observation.Seat && message.Action is { } own)
        {
            EndHearing();
            BreakSilence();
            _messages.Add(new ChatMessage(ChatRole.Assistant, ActionFormat.ToJson(own, _names)));
        }
        else
        {
            Hear(TextOf(message));
        }
    }

    /// <summary>Between two own messages stands one of the pack's, if it has one: many chat templates want strict alternation.</summary>
    private void BreakSilence()
    {
        if (pack.Silence is { } silence && _messages[^1].Role == ChatRole.Assistant)
        {
            _messages.Add(new ChatMessage(ChatRole.User, silence));
        }
    }

    private void Hear(string text)
    {
        if (_heard.Length > 0)
        {
            _heard.Append('\n');
        }

        _heard.Append(text);
        if (!pack.MergesUserMessages)
        {
            EndHearing();
        }
    }

    private void EndHearing()
    {
        if (_heard.Length > 0)
        {
            _messages.Add(new ChatMessage(ChatRole.User, _heard.ToString()));
            _heard.Clear();
        }
    }

    private string TextOf(ObservedMessage message)
    {
        if (message.IsRefusal)
        {
            return pack.Problem.Fill(_ => message.Text);
        }

        PromptTemplate? template = message.Sender is null || message.Action is null
            ? pack.Environment
            : pack.Heard.GetValueOrDefault(message.Action.Type.Name) ?? pack.Heard.GetValueOrDefault("*");
        return template is null ? message.Text : template.Fill(name => name switch
        {
            "text" => message.Text,
            "argument" => message.Action?.Argument ?? "",
            "sender" => message.Sender is { } sender ? _names[sender.Index] : "",
            _ => message.Turn.ToString(CultureInfo.InvariantCulture),
        });
    }
}
