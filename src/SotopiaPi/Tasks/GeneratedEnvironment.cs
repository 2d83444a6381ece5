using System.Globalization;

namespace SotopiaPi;

/// <summary>Reads a model's reply as a situation, and says what is wrong with it.</summary>
internal sealed class GeneratedEnvironment(SocialTaskGeneratorOptions options, Inspiration inspiration)
{
    private readonly List<string> _problems = [];

    /// <summary>The situation, or the problems; the other is empty.</summary>
    public (EnvironmentProfile? Environment, IReadOnlyList<string> Problems) Read(string reply)
    {
        Dictionary<string, object?>? members = new LenientJson(reply).Objects().LastOrDefault(found => found.ContainsKey("scenario"));
        if (members is null)
        {
            return (null, ["the reply holds no complete JSON object with the key \"scenario\""]);
        }

        string scenario = Text(members, "scenario");
        string[] goals = Goals(members);
        EnvironmentProfile environment = new(StableKey.Of(["generated", inspiration.Source, inspiration.Prompt, scenario, .. goals]), scenario, goals)
        {
            Codename = Text(members, "codename"),
            Source = inspiration.Source,
            Relationship = Relationship(members),
            AgeConstraint = Ages(Text(members, "ageconstraint")),
            OccupationConstraint = Occupations(Text(members, "occupationconstraint")),
        };
        if (scenario.Length == 0)
        {
            _problems.Add("\"scenario\" is empty");
        }

        if (_problems.Count == 0 && options.Check?.Invoke(environment) is { } problem)
        {
            _problems.Add(problem);
        }

        return _problems.Count == 0 ? (environment, []) : (null, _problems);
    }

    private string[] Goals(Dictionary<string, object?> members)
    {
        List<object?> list = members.GetValueOrDefault("agentgoals") as List<object?> ?? [];
        string[] goals = [.. list.Select(goal => (goal as string ?? "").Trim())];
        if (goals.Length != options.Seats)
        {
            _problems.Add($"\"agent_goals\" holds {goals.Length} goals, wanted {options.Seats}");
        }
        else if (goals.Any(goal => goal.Length == 0))
        {
            _problems.Add("a goal in \"agent_goals\" is empty or not a text");
        }
        else if (goals.Distinct(StringComparer.OrdinalIgnoreCase).Count() < goals.Length)
        {
            _problems.Add("two goals in \"agent_goals\" are the same, wanted different ones");
        }

        return goals;
    }

    private RelationshipType Relationship(Dictionary<string, object?> members)
    {
        string text = Text(members, "relationship").Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        if (Enum.TryParse(text, ignoreCase: true, out RelationshipType type) && Enum.IsDefined(type))
        {
            return type;
        }

        _problems.Add($"\"relationship\" is \"{Text(members, "relationship")}\", wanted a number from 0 (stranger) to 5 (family member)");
        return default;
    }

    /// <summary>A missing constraint becomes the widest one: the reference's sampler does not accept none.</summary>
    private string Ages(string text)
    {
        string widest = "[" + string.Join(", ", Enumerable.Repeat(FormattableString.Invariant($"({options.Ages.From}, {options.Ages.To})"), options.Seats)) + "]";
        if (text is "" or "nan" or "None" or "null")
        {
            return widest;
        }

        try
        {
            IReadOnlyList<(int From, int To)> ranges = AgeConstraint.Parse(text).Ranges;
            if (ranges.Count != options.Seats || ranges.Any(range => range.From > range.To || range.From < options.Ages.From || range.To > options.Ages.To))
            {
                _problems.Add($"\"age_constraint\" is \"{text}\", wanted {options.Seats} ranges within {options.Ages.From} and {options.Ages.To}, like \"{widest}\"");
            }
        }
        catch (RecordFormatException e)
        {
            _problems.Add(e.Message);
        }

        return text;
    }

    private string? Occupations(string text)
    {
        try
        {
            return OccupationConstraint.Parse(text, options.Seats).Occupations.All(seat => seat.Count == 0) ? null : text;
        }
        catch (RecordFormatException e)
        {
            _problems.Add(e.Message);
            return null;
        }
    }

    /// <summary>A member as text; lists, which models write where texts are asked, in the form of the data.</summary>
    private static string Text(Dictionary<string, object?> members, string key) => Shown(members.GetValueOrDefault(key)).Trim();

    private static string Shown(object? value) => value switch
    {
        string text => text,
        Bare bare => bare.Text,
        List<object?> list => "[" + string.Join(", ", list.Select(item => item is string text ? $"'{text}'" : Shown(item))) + "]",
        _ => "",
    };
}
