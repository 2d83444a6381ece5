namespace SotopiaPi.Torch;

/// <summary>A request on its way: its tokens so far, and what of them is computed.</summary>
internal sealed class RunningSequence
{
    private readonly List<float> _logProbabilities = [];
    private readonly TokenCounts? _counts;
    private readonly PromptLookup? _lookup;
    private readonly int _maxTokens;
    private readonly TaskCompletionSource<GenerationResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private GenerationEnd? _end;
    private Exception? _failure;
    private int _state = ByteAutomaton.Start;
    private int _cached = -1;
    private bool _wasReleased;      // and so computes some tokens again

    /// <param name="request">What to do.</param>
    /// <param name="memoryTokens">The number of tokens for which there is memory.</param>
    /// <param name="draftTokens">The most tokens to guess at once; 0 for none.</param>
    /// <param name="cancellationToken">Takes the sequence out of the batch.</param>
    public RunningSequence(GenerationRequest request, int memoryTokens, int draftTokens, CancellationToken cancellationToken)
    {
        (Request, CancellationToken) = (request, cancellationToken);
        Tokens = [.. request.Prompt];
        int room = Math.Min(request.Decoder.Positions, memoryTokens) - Tokens.Count;
        _maxTokens = Tokens.Count + Math.Min(request.MaxNewTokens ?? room, room);
        _lookup = draftTokens > 0 ? new(draftTokens) : null;
        _counts = request.Sampling.HasPenalties ? new(request.Prompt) : null;
    }

    public GenerationRequest Request { get; }

    public CancellationToken CancellationToken { get; }

    public Task<GenerationResult> Result => _result.Task;

    /// <summary>The prompt and what was added to it.</summary>
    public List<int> Tokens { get; }

    /// <summary>The blocks; null while the sequence waits.</summary>
    public SequenceCache? Cache { get; private set; }

    /// <summary>The number of tokens that must be computed before the next can be drawn.</summary>
    public int Pending => Tokens.Count - Cache!.Computed;

    /// <summary>Whether nothing more is to be computed.</summary>
    public bool Ended => _end is not null || _failure is not null || CancellationToken.IsCancellationRequested;

    /// <summary>Adds what the constraint forces at the start; call it once, on the engine's thread.</summary>
    public void Begin()
    {
        try
        {
            AddForced();
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    /// <summary>Takes blocks and finds what of the tokens is computed already.</summary>
    public void Admit(KvCache cache)
    {
        Cache = new(cache, Request.Weights, Tokens);
        if (_cached < 0)
        {
            _cached = Math.Min(Cache.Computed, Request.Prompt.Count);
        }
    }

    /// <summary>Takes over what others have computed of its tokens since it was admitted.</summary>
    public void CatchUp()
    {
        int found = Cache!.CatchUp(Tokens);
        if (found > 0)
        {
            GenerationMeters.Found(found);
            _cached = _wasReleased ? _cached : Math.Min(_cached + found, Request.Prompt.Count);
        }
    }

    /// <summary>Guesses the tokens after the last, no more than the reply may have before the one that is drawn after them.</summary>
    public int[] Guess(int limit) => _lookup?.Guess(Tokens, Math.Min(limit, _maxTokens - Tokens.Count - 1)) ?? [];

    /// <summary>Notes how many tokens of a guess held.</summary>
    public void Judge(int guessed, int held)
    {
        _lookup?.Judge(guessed, held);
        GenerationMeters.Guessed(guessed, held);
    }

    /// <summary>Draws the next token of a row of logits [V], which is overwritten.</summary>
    public DrawnToken Draw(Span<float> logits) => TokenSampler.Draw(
        logits, Request.Sampling, _counts, Request.Constraint?.Mask(_state), Tokens.Count - Request.Prompt.Count);

    /// <summary>Adds a token that was drawn, and what the constraint forces after it.</summary>
    public void Add(DrawnToken drawn)
    {
        if (drawn.Token < 0)
        {
            Fail(new NonFiniteLogitsException(Tokens.Count - Request.Prompt.Count));
            return;
        }

        try
        {
            Add(drawn.Token, drawn.LogProbability);
            AddForced();
        }
        catch (Exception e)
        {
            Fail(e);
        }
    }

    /// <summary>Ends the sequence with an exception.</summary>
    public void Fail(Exception exception) => _failure ??= exception;

    /// <summary>Gives the blocks back; what is computed is found again as long as its memory is not needed.</summary>
    public void Release()
    {
        Cache?.Release(Tokens);
        Cache = null;
        _wasReleased = true;
    }

    /// <summary>Hands out the reply, the failure or the cancellation.</summary>
    public void Complete()
    {
        if (_failure is not null)
        {
            _result.TrySetException(_failure);
        }
        else if (_end is { } end)
        {
            _result.TrySetResult(new(Tokens[Request.Prompt.Count..], _logProbabilities, end, Math.Max(_cached, 0)));
        }
        else
        {
            _result.TrySetCanceled(CancellationToken);
        }
    }

    private void AddForced()
    {
        foreach (int token in _end is null && Request.Constraint is { } constraint ? constraint.ForcedTokens(_state) : [])
        {
            Add(token, 0);
            if (_end is not null)
            {
                return;
            }
        }
    }

    private void Add(int token, float logProbability)
    {
        Tokens.Add(token);
        _logProbabilities.Add(logProbability);
        _counts?.Add(token);
        if (Request.EndTokens.Contains(token))
        {
            _end = GenerationEnd.EndToken;
            return;
        }

        _state = Request.Constraint?.Next(_state, token) ?? _state;
        _end = Request.OnToken?.Invoke(token) == true ? GenerationEnd.Stopped
            : Request.Constraint?.IsComplete(_state) == true ? GenerationEnd.Complete
            : Tokens.Count == _maxTokens ? GenerationEnd.Length
            : null;
    }
}
