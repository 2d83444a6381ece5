namespace SotopiaPi.Benchmarks;

/// <summary>Finds the groups: a new one is a class, and nothing else has to change.</summary>
internal static class Implementations
{
    public static IEnumerable<T> Of<T>() =>
        from type in typeof(T).Assembly.GetTypes()
        where type is { IsClass: true, IsAbstract: false } && typeof(T).IsAssignableFrom(type)
        orderby type.Name
        select (T)Activator.CreateInstance(type)!;
}
