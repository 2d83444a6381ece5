using System.Globalization;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SotopiaPi;

/// <summary>
/// Remembers a summary of every meeting, written by a model for each character from what it perceived: what happened, what worked, what was learnt about the others
/// (the summarised memory of Lifelong-SOTOPIA, arXiv:2506.12666). A meeting whose summary cannot be had is remembered whole. Thread-safe.
/// </summary>
public sealed class SummaryMemory : IAgentMemory
{
    private readonly IChatClient _client;
    private readonly MemoryNotes _notes;
    private readonly SummaryMemoryOptions _options;
    private readonly ISocialEnvironment _environment;
    private readonly ILogger _logger;

    /// <summary>Makes a memory.</summary>
    /// <param name="client">The model that sums up; not disposed.</param>
    /// <param name="notes">Where summaries are kept; <see langword="null"/> for this process only.</param>
    /// <param name="options">The settings; <see langword="null"/> for the defaults.</param>
    /// <param name="environment">Decides what a seat perceived; <see langword="null"/> for <see cref="DialogueEnvironment"/>.</param>
    /// <param name="logger">Told about summaries that failed; <see langword="null"/> for nobody.</param>
    public SummaryMemory(IChatClient client, MemoryNotes? notes = null, SummaryMemoryOptions? options = null, ISocialEnvironment? environment = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        _notes = notes ?? new MemoryNotes();
        _options = options?.Clone() ?? new SummaryMemoryOptions();
        _environment = environment ?? new DialogueEnvironment();
        _logger = logger ?? NullLogger.Instance;
    }

    /// <inheritdoc/>
    public ValueTask<string?> RecallAsync(SeatAssignment self, SocialTask task, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(self);
        ArgumentNullException.ThrowIfNull(task);
        return ValueTask.FromResult(MeetingText.Join(_notes.About(self.Profile.Id, MeetingText.Others(self, task.Agents))));
    }

    /// <inheritdoc/>
    public async ValueTask RememberAsync(SeatAssignment self, Episode episode, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(self);
        ArgumentNullException.ThrowIfNull(episode);
        if (!_notes.Has(self.Profile.Id, episode.Key))
        {
            string meeting = MeetingText.Of(_environment, self, episode);
            string text = await SummarizeAsync(self, episode, meeting, cancellationToken).ConfigureAwait(false) ?? meeting;
            _notes.TryAdd(self.Profile.Id, new MemoryNote(episode.Key, MeetingText.Others(self, episode.Task.Agents), text));
        }
    }

    private async Task<string?> SummarizeAsync(SeatAssignment self, Episode episode, string meeting, CancellationToken cancellationToken)
    {
        string question = _options.Prompts.Template("memory_summary").Fill(name => name switch
        {
            "agent_name" => self.Profile.Name,
            "other_names" => SceneTexts.And([.. episode.Task.Agents.Where((_, i) => i != self.Seat.Index).Select(agent => agent.Name)]),
            _ => meeting,
        });
        ChatOptions request = new() { ModelId = _options.ModelId, Seed = StableKey.Seed(["memory", episode.Key, self.Seat.Index.ToString(CultureInfo.InvariantCulture)]) };
        try
        {
            ChatResponse response = await _client.GetResponseAsync([new ChatMessage(ChatRole.User, question)], request, _options.Timeout, TimeProvider.System, _logger, cancellationToken).ConfigureAwait(false);
            if (!string.IsNullOrWhiteSpace(response.Text))
            {
                return response.Text.Trim();
            }

            Log.SummaryFailed(_logger, episode.Key, self.Profile.Name, "the reply is empty");
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            Log.SummaryFailed(_logger, episode.Key, self.Profile.Name, $"{e.GetType().Name}: {e.Message}");
        }

        return null;
    }
}
