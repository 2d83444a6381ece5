namespace SotopiaPi;

/// <summary>Settings of a <see cref="ChatClientEvaluator"/>. Copied by the evaluator.</summary>
public sealed class ChatClientEvaluatorOptions
{
    /// <summary>Gets or sets the name under which ratings are stored; <see langword="null"/> for <c>chat</c> with the model's name, as in <c>chat:gpt-4o</c>.</summary>
    public string? Name { get; set; }

    /// <summary>Gets or sets the dimensions to rate; <c>[SocialDimension.Goal]</c> for the goal alone, <see cref="SocialDimensionRubrics.Banded"/> for scales with bands, or own ones.</summary>
    /// <value>At least one, names distinct. The default is <see cref="SocialDimension.All"/>.</value>
    public IReadOnlyList<SocialDimension> Dimensions
    {
        get;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Count == 0 || value.DistinctBy(dimension => AgentKeys.Normalize(dimension.Name)).Count() != value.Count)
            {
                throw new ArgumentException($"{nameof(Dimensions)} holds {value.Count} dimensions ({string.Join(", ", value)}): give at least one, each name once (case, spaces and underscores do not count).", nameof(value));
            }

            field = [.. value];
        }
    } = SocialDimension.All;

    /// <summary>Gets or sets how often a judge is asked for one episode: a reply that cannot be used is shown to it with its problems.</summary>
    /// <value>At least 1. The default is 3.</value>
    public int MaxAttempts
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 3;

    /// <summary>Gets or sets the sampling temperature; <see langword="null"/> leaves it to the provider.</summary>
    /// <value>At least 0. The default is 0, as the reference's evaluator uses.</value>
    public float? Temperature
    {
        get;
        set
        {
            if (value is { } given)
            {
                ArgumentOutOfRangeException.ThrowIfNegative(given);
            }

            field = value;
        }
    } = 0f;

    /// <summary>Gets or sets the largest number of tokens of a reply; <see langword="null"/> leaves it to the provider.</summary>
    /// <value>In tokens. At least 1. The default is <see langword="null"/>.</value>
    public int? MaxOutputTokens
    {
        get;
        set
        {
            if (value is { } given)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(given, 1);
            }

            field = value;
        }
    }

    /// <summary>Gets or sets how long a reply may take; <see langword="null"/> waits as long as the client does.</summary>
    /// <value>More than zero. The default is 5 minutes.</value>
    public TimeSpan? Timeout
    {
        get;
        set
        {
            if (value is { } given)
            {
                ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(given, TimeSpan.Zero);
            }

            field = value;
        }
    } = TimeSpan.FromMinutes(5);

    /// <summary>Gets or sets a value indicating whether the reply is asked for under a JSON schema that names exactly the seats and dimensions.</summary>
    /// <value>The default is <see langword="true"/>; set <see langword="false"/> for an endpoint that refuses schemas.</value>
    public bool StructuredOutput { get; set; } = true;

    /// <summary>Gets or sets the model id sent with each request; <see langword="null"/> for the client's default model.</summary>
    public string? ModelId { get; set; }

    /// <summary>Copies the settings.</summary>
    /// <returns>The copy.</returns>
    public ChatClientEvaluatorOptions Clone() => (ChatClientEvaluatorOptions)MemberwiseClone();
}
