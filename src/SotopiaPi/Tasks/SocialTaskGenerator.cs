using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace SotopiaPi;

/// <summary>
/// Makes social situations with a language model (arXiv:2403.08715 §3.1): one inspiration and one situation as an example in, one checked situation out. A reply
/// that cannot be used is shown to the model with its problems; what says nearly the same as a known situation is asked for anew. Thread-safe.
/// </summary>
public sealed class SocialTaskGenerator
{
    private readonly IChatClient _client;
    private readonly IReadOnlyList<EnvironmentProfile> _examples;
    private readonly SocialTaskGeneratorOptions _options;
    private readonly GeneratorPrompt _prompt;
    private readonly TimeProvider? _time;
    private readonly ILogger? _logger;

    /// <summary>Makes a generator.</summary>
    /// <param name="client">The model; not disposed.</param>
    /// <param name="examples">The situations from which each request's example is drawn; those with another number of seats are not used.</param>
    /// <param name="options">The settings; <see langword="null"/> for the defaults.</param>
    /// <param name="pack">The texts; <see langword="null"/> for the default pack.</param>
    /// <param name="time">Measures the timeout; <see langword="null"/> for the system's time.</param>
    /// <param name="logger">Told about calls that do not stop when cancelled; <see langword="null"/> for nobody.</param>
    /// <exception cref="ArgumentException">There is no example with that number of seats.</exception>
    public SocialTaskGenerator(
        IChatClient client, IReadOnlyList<EnvironmentProfile> examples, SocialTaskGeneratorOptions? options = null, PromptPack? pack = null, TimeProvider? time = null, ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(examples);
        _client = client;
        _options = options?.Clone() ?? new SocialTaskGeneratorOptions();
        _examples = [.. examples.Where(example => example.Goals.Count == _options.Seats)];
        _prompt = new GeneratorPrompt(pack, _options);
        _time = time;
        _logger = logger;
        if (_examples.Count == 0)
        {
            throw new ArgumentException($"None of the {examples.Count} examples has {_options.Seats} goals: give at least one situation of that many seats.", nameof(examples));
        }
    }

    private string SeedText => _options.Seed.ToString(CultureInfo.InvariantCulture);

    /// <summary>Makes one situation of each inspiration.</summary>
    /// <param name="inspirations">The texts.</param>
    /// <param name="known">The situations that may not be repeated, e.g. those of the evaluation; new ones are added. <see langword="null"/> to allow repetition.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>One result for each text, in their order.</returns>
    public async IAsyncEnumerable<GeneratedTask> GenerateAsync(
        IEnumerable<Inspiration> inspirations, NearDuplicates? known = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inspirations);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Queue<(GeneratorAttempts Attempts, Task Work)> ahead = new();
        using IEnumerator<Inspiration> next = inspirations.GetEnumerator();
        try
        {
            while (true)
            {
                while (ahead.Count < _options.Concurrency && next.MoveNext())
                {
                    GeneratorAttempts attempts = Begin(next.Current);
                    ahead.Enqueue((attempts, AskAsync(attempts, stop.Token)));
                }

                if (ahead.Count == 0)
                {
                    yield break;
                }

                (GeneratorAttempts first, Task work) = ahead.Dequeue();
                await work.ConfigureAwait(false);
                yield return await WithoutRepetitionAsync(first, known, stop.Token).ConfigureAwait(false);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(ahead.Select(entry => entry.Work)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Repetition is judged in the order of the inspirations, so that results do not depend on what finishes first.</summary>
    private async Task<GeneratedTask> WithoutRepetitionAsync(GeneratorAttempts attempts, NearDuplicates? known, CancellationToken cancellationToken)
    {
        while (known is not null && attempts.Environment is { } environment && await known.TryAddAsync(environment, cancellationToken).ConfigureAwait(false) is { } near)
        {
            attempts.Reject(string.Create(CultureInfo.InvariantCulture, $"the situation says nearly the same as an existing one ('{near.EnvironmentId}', cosine {near.Cosine:F2}); write a different one"));
            attempts.Question.Reject(_prompt.Again(attempts.Problems));
            await AskAsync(attempts, cancellationToken).ConfigureAwait(false);
        }

        return attempts.Result();
    }

    private GeneratorAttempts Begin(Inspiration inspiration)
    {
        EnvironmentProfile example = _examples[(int)(StableKey.Seed(["example", SeedText, inspiration.Source, inspiration.Prompt]) % _examples.Count)];
        return new GeneratorAttempts(inspiration, new RepeatedQuestion(_client, _options, _prompt.Build(inspiration, example), _time, _logger));
    }

    /// <summary>Asks until a situation can be used or the attempts are spent.</summary>
    private Task AskAsync(GeneratorAttempts attempts, CancellationToken cancellationToken)
    {
        Inspiration inspiration = attempts.Inspiration;
        (JsonElement, string) schema = (_prompt.Schema(), "situation");
        return attempts.Question.AskAsync(
            attempt => _options.Request(StableKey.Seed(["generate", SeedText, inspiration.Source, inspiration.Prompt, attempt.ToString(CultureInfo.InvariantCulture)]), schema),
            reply => attempts.Add(reply, new GeneratedEnvironment(_options, inspiration).Read(reply.Text)) ? null : _prompt.Again(attempts.Problems),
            e => attempts.AddFailure(ClientFailures.Describe(e, _options.Timeout)),
            cancellationToken);
    }
}
