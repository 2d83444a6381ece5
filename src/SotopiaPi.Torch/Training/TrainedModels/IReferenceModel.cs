namespace SotopiaPi.Torch;

/// <summary>A trained model that can still compute as before the run.</summary>
internal interface IReferenceModel : ITrainedModel
{
    /// <summary>Lets the decoder compute as before the first step, until what is returned is disposed.</summary>
    IDisposable AsBefore();
}
