using System.Globalization;

namespace SotopiaPi;

/// <summary>A family of small social tasks that differ in numbers, things and characters. Every number an agent needs stands in its goal.</summary>
public abstract class OfflineTaskFamily
{
    /// <summary>Gets the name, part of every environment's id.</summary>
    public abstract string Name { get; }

    /// <summary>Gets the number of different tasks.</summary>
    public abstract long Count { get; }

    /// <summary>Makes a task.</summary>
    /// <param name="index">Its number, from 0 to <see cref="Count"/> − 1. Different numbers give different tasks.</param>
    /// <returns>The task, with two seats.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="index"/> is out of range.</exception>
    public SocialTask Create(long index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        long rest = index;
        IReadOnlyList<AgentProfile> pool = OfflineCharacters.All;
        int first = Digit(ref rest, pool.Count), second = Digit(ref rest, pool.Count - 1);
        AgentProfile[] pair = [pool[first], pool[second < first ? second : second + 1]];
        (string scenario, string[] goals) = Describe(ref rest, pair);
        var environment = new EnvironmentProfile($"{Name}-{index.ToString(CultureInfo.InvariantCulture)}", scenario, goals)
        {
            Codename = Name,
            Source = "offline_world",
            Relationship = (RelationshipType)(1 + ((first + second) % 3)),
        };
        return SocialTask.Create(environment, pair);
    }

    /// <summary>Gets the number of ordered pairs of characters.</summary>
    private protected static long Pairs => OfflineCharacters.All.Count * (OfflineCharacters.All.Count - 1L);

    /// <summary>Writes the scene and the two goals.</summary>
    /// <param name="rest">The digits of the index that are left; each call of <see cref="Digit"/> takes one.</param>
    /// <param name="pair">The characters of seats 0 and 1.</param>
    /// <returns>The scene and the goals, in the order of the seats.</returns>
    private protected abstract (string Scenario, string[] Goals) Describe(ref long rest, AgentProfile[] pair);

    /// <summary>Takes the next digit of a number in mixed radix.</summary>
    private protected static int Digit(ref long rest, int radix)
    {
        (rest, long digit) = Math.DivRem(rest, radix);
        return (int)digit;
    }
}
