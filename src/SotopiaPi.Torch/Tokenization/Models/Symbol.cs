namespace SotopiaPi.Torch;

/// <summary>A token of a word being encoded, and how many bytes of the word it covers.</summary>
internal struct Symbol(int id, int length)
{
    public int Id = id;
    public int Length = length;
}
