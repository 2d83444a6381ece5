namespace SotopiaPi;

/// <summary>A state that carries what its seats perceived.</summary>
internal interface IPerceived
{
    Perception Perception { get; }
}
