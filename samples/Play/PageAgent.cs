namespace SotopiaPi.Samples.Play;

/// <summary>A person at the page: waits until the page sends an action. Thread-safe.</summary>
internal sealed class PageAgent : ISocialAgent
{
    private readonly Lock _gate = new();
    private Observation? _observation;
    private TaskCompletionSource<AgentAction>? _asked;
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Episode? _over;
    private EpisodeRating? _rating;

    public async ValueTask<AgentTurn> ActAsync(Observation observation, CancellationToken cancellationToken = default)
    {
        TaskCompletionSource<AgentAction> asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            (_observation, _asked) = (observation, asked);
        }

        return new AgentTurn(await asked.Task.WaitAsync(cancellationToken)) { Memory = observation.Memory };
    }

    /// <summary>Takes the person's action; false when it is not their turn or the kind is not allowed now.</summary>
    public bool TryAct(string type, string argument)
    {
        lock (_gate)
        {
            if (_asked is null || !_observation!.Available.Any(known => known.Name == type))
            {
                return false;
            }

            bool silent = type == ActionType.None.Name || type == ActionType.Leave.Name;
            _asked.SetResult(new AgentAction(new ActionType(type), silent ? "" : argument));
            _asked = null;
            return true;
        }
    }

    /// <summary>Shows how the scene ended, until the person asks for the next one.</summary>
    public Task EndAsync(Episode episode, EpisodeRating rating)
    {
        lock (_gate)
        {
            (_over, _rating) = (episode, rating);
            return _next.Task;
        }
    }

    public bool TryNext()
    {
        lock (_gate)
        {
            if (_over is null)
            {
                return false;
            }

            (_over, _rating, _observation) = (null, null, null);
            TaskCompletionSource next = _next;
            _next = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            next.SetResult();
            return true;
        }
    }

    public PageView View()
    {
        lock (_gate)
        {
            return _over is null ? PageView.Of(_observation, _asked is not null) : PageView.Of(new DialogueEnvironment().Observe(_over.State, _over.Seats.Single(seat => seat.Role == Table.PersonRole).Seat), _over, _rating!);
        }
    }
}
