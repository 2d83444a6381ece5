namespace SotopiaPi.Torch;

/// <summary>One step of a decoder: it changes the list of token texts.</summary>
internal interface IDecoderStep
{
    /// <summary>Changes the texts in place.</summary>
    void Apply(List<string> texts, bool continues);
}
