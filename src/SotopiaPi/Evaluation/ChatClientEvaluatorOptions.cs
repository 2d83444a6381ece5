namespace SotopiaPi;

/// <summary>Settings of a <see cref="ChatClientEvaluator"/>. Copied by the evaluator. The temperature is 0 unless it is set, as the reference's evaluator uses, the time limit 5 minutes, and a judge is asked 3 times for one episode.</summary>
public sealed class ChatClientEvaluatorOptions() : ChatRequestOptions(0, TimeSpan.FromMinutes(5), 3)
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

    /// <summary>Copies the settings.</summary>
    /// <returns>The copy.</returns>
    public ChatClientEvaluatorOptions Clone() => (ChatClientEvaluatorOptions)MemberwiseClone();
}
